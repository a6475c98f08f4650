import { commandsOf, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { countText } from "#components/ui/count-text.ts";

/** AWS returns this many rows without `limit`, and at most so many with it. Source: CloudWatch Logs user guide, command `limit`. */
const DEFAULT_LIMIT = 10_000;
const LARGEST_LIMIT = 100_000;

/** The rows that a query can return, by its last `limit`. */
export function limitOf(text: string): number {
  const command = commandsOf(tokenizeQuery(text)).findLast(([name]) => /^(limit|head|tail)$/i.test(name?.text ?? ""));
  const limit = command === undefined ? Number.NaN : Number(command[1]?.text);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, LARGEST_LIMIT) : DEFAULT_LIMIT;
}

/** What the page says about the rows: how many there are, how many of them are loaded, and what was left out. */
export function rowsText({ table, total, partial, more, statistics, asked }: QueryResult, running: boolean): string {
  const loaded = table.rows.length;
  const count = countText(loaded, "row");
  if (partial) return running ? `${count} so far; values are still changing` : `${count}, incomplete: the query ended early`;
  if (more.kind !== "none") return `${count} loaded of ${(total ?? loaded).toLocaleString("en")}`;
  const matched = statistics?.matchedRecords ?? 0;
  // After "stats" a row is not an event, so the events that matched say nothing about rows.
  const isEvents = !commandsOf(tokenizeQuery(asked.text)).some(([name]) => /^(stats|dedup|pattern|diff|unnest)$/i.test(name?.text ?? ""));
  if (isEvents && matched > loaded && loaded === limitOf(asked.text))
    return `${count} of ${matched.toLocaleString("en")} matched events, because of the limit in the query`;
  return count;
}
