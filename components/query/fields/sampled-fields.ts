import { readLogLine } from "#components/logs/text/read-log-line.ts";
import { fieldInQuery, type QueryField } from "#components/query/language/complete-query.ts";

/** Fields with more levels, or in events with more fields, are rarely what a person looks for. */
const DEEPEST = 4;
const MOST_FIELDS = 200;

/**
 * The fields of some events, those of most events first. JSON objects have a field for each value, nested ones with dots, as
 * CloudWatch Logs discovers them; other events have only the fields of the system.
 */
export function sampledFields(messages: readonly string[]): readonly QueryField[] {
  const found = new Map<string, { events: number; numbers: number }>();
  for (const message of messages) {
    const inEvent = new Map<string, boolean>();
    collect(readLogLine(message).fields ?? {}, "", 1, inEvent);
    for (const [name, isNumber] of inEvent) {
      const before = found.get(name) ?? { events: 0, numbers: 0 };
      if (found.size >= MOST_FIELDS && before.events === 0) continue;
      found.set(name, { events: before.events + 1, numbers: before.numbers + (isNumber ? 1 : 0) });
    }
  }
  return [...found]
    .map(
      ([name, { events, numbers }]): QueryField => ({
        name,
        type: numbers === events ? "number" : "text",
        share: events / messages.length,
      }),
    )
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}

function collect(fields: Readonly<Record<string, unknown>>, before: string, depth: number, into: Map<string, boolean>): void {
  for (const [name, value] of Object.entries(fields)) {
    // A backtick or a control character in a name could add commands to a query that is written with it.
    if (/[`\p{Cc}]/u.test(name)) continue;
    // A field whose name begins with "@" shows with a second one, because one marks the fields of the system.
    const path = before === "" && name.startsWith("@") ? `@${name}` : `${before}${name}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      if (depth < DEEPEST) collect(value as Record<string, unknown>, `${path}.`, depth + 1, into);
    } else into.set(path, typeof value === "number");
  }
}

/** The query that charts a field: its average and slowest percent for a number, how often each value occurs for a text. */
export function chartFieldQuery({ name, type }: QueryField): string {
  const field = fieldInQuery(name);
  return type === "number" && !/^(status|code|statusCode|port|.*_?id)$/i.test(name.split(".").at(-1) ?? "")
    ? `filter ispresent(${field})\n| stats avg(${field}) as average, pct(${field}, 99) as p99 by bin(5m)`
    : `filter ispresent(${field})\n| stats count(*) as events by bin(5m), ${field}`;
}

/** The query that counts the values of a field over the whole range. */
export function topValuesQuery({ name }: QueryField): string {
  const field = fieldInQuery(name);
  return `filter ispresent(${field})\n| stats count(*) as events by ${field}\n| sort events desc\n| limit 20`;
}
