import type { QueryField } from "#components/query/language/complete-query.ts";
import { discoveredFields } from "./discovered-fields.ts";

/** Events with more fields are rarely what a person looks for. */
const MOST_FIELDS = 200;

/** The fields of some events, as CloudWatch Logs discovers them, those of most events first. */
export function sampledFields(messages: readonly string[]): readonly QueryField[] {
  const found = new Map<string, { events: number; numbers: number }>();
  for (const message of messages) {
    for (const [name, type] of discoveredFields(message)) {
      const before = found.get(name) ?? { events: 0, numbers: 0 };
      if (found.size >= MOST_FIELDS && before.events === 0) continue;
      found.set(name, { events: before.events + 1, numbers: before.numbers + (type === "number" ? 1 : 0) });
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
