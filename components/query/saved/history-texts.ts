import { bytesText } from "#components/logs/search/search-texts.ts";
import { dayText, type TimeZone } from "#components/logs/time/time-zone.ts";
import { countText } from "#components/ui/count-text.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import type { QueryHistoryView, QueryStateView } from "#lib/logs/insights/shared/query-view.ts";

/** The queries of one day, newest first. */
export interface HistoryDay {
  /** "Today", "Yesterday" or "24 Nov". */
  readonly day: string;
  readonly queries: readonly QueryHistoryView[];
}

const DAY_MS = 86_400_000;
/** The rows that AWS sends on the first page of a result; there can be more. */
const FIRST_PAGE = 10_000;

/** "/app/payments/api", or the first of several and how many more. */
export const groupsText = ([first = "", ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${countText(others.length, "more log group")}`;

/** Queries by the day on which they began in a time zone, in their order. @param now milliseconds since 1970 */
export function daysOf(queries: readonly QueryHistoryView[], zone: TimeZone, now: number): readonly HistoryDay[] {
  const days: { day: string; queries: QueryHistoryView[] }[] = [];
  const [today, yesterday] = [dayText(now, zone), dayText(now - DAY_MS, zone)];
  for (const query of queries) {
    const text = dayText(query.startedAt, zone);
    const day = text === today ? "Today" : text === yesterday ? "Yesterday" : text;
    if (days.at(-1)?.day !== day) days.push({ day, queries: [] });
    days.at(-1)?.queries.push(query);
  }
  return days;
}

/** "31 queries, 41.2 GB, $0.21". Without the cost if the portal doesn't know the price of a Region. */
export function sumText(queries: readonly QueryHistoryView[]): string {
  const bytes = queries.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0);
  const costs = queries.map(({ cost }) => cost);
  const cost = costs.includes(null) ? "" : `, ${dollarsText(costs.reduce<number>((sum, each) => sum + (each ?? 0), 0))}`;
  return `${countText(queries.length, "query", "queries")}, ${bytesText(bytes)}${cost}`;
}

/** "6.1 s", or from a minute on "2 min 5 s". */
export function durationText(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const STATES: Readonly<Record<Exclude<QueryStateView, "complete">, string>> = {
  starting: "starting",
  running: "running",
  failed: "failed",
  timeout: "timed out",
  canceled: "stopped",
  rejected: "not run",
  "orphan-stopped": "stopped",
  "not-stopped": "not stopped",
};

/** How many rows a query had, or how it ended without a result. */
export function outcomeText({ state, resultRows }: QueryHistoryView): string {
  if (state !== "complete") return STATES[state];
  if (resultRows === null) return "complete";
  return resultRows >= FIRST_PAGE ? `${FIRST_PAGE.toLocaleString("en")}+ rows` : countText(resultRows, "row");
}
