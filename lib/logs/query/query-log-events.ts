import type { Clock } from "#kernel/time/clock.ts";
import type { LogsPage } from "#lib/aws/cloudwatch-logs.ts";
import type { LogEventFacts } from "#lib/aws/log-facts.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { waitOutLimits } from "#lib/logs/quota/read-quota.ts";
import type { LogSearch } from "#lib/logs/shared/log-view.ts";
import { insightsQuery } from "./insights-query.ts";

/** The most rows of one query. AWS scans and bills each further page again, so pages are as large as possible. */
const ROWS = 10_000;
const LONGEST_MS = 60_000;
/** What the usage accepts. A slow page can keep a query open longer than it runs. */
const MOST_SECONDS = 11_000;
const ASK_AGAIN_MS = [200, 400, 800, 1000] as const;
const MOST_WAITS = 4;
const CURSOR = "query:";

export interface QueriedEvents extends LogsPage<LogEventFacts> {
  readonly scannedBytes: number;
}

export interface QueryProgress {
  readonly scannedBytes: number;
}

type Asked = Omit<LogSearch, "cursor" | "connectionId">;

/** Whether a cursor belongs to a query and is not a token of AWS. */
export function isQueryCursor(cursor: string | null): boolean {
  return new RegExp(`^${CURSOR}[0-9]{1,16}$`).test(cursor ?? "");
}

/**
 * Reads one page of a log group that AWS reads only with queries. Yields the progress while the query runs. Leaving the
 * generator, or an error, stops the query, because AWS bills it to the account owner. What it scanned is added to the usage. A full page
 * ends before its last millisecond, where the next one begins; of more than 10,000 events in one millisecond the rest is lost.
 */
export async function* queryLogEvents(
  reader: LogReader,
  search: Asked,
  cursor: string | null,
  { newestFirst, clock, signal }: { readonly newestFirst: boolean; readonly clock: Clock; readonly signal?: AbortSignal },
): AsyncGenerator<QueryProgress, LogsOutcome<QueriedEvents>> {
  const span = spanOf(search, cursor, newestFirst);
  const query = insightsQuery({ ...search, ...span, newestFirst, limit: ROWS });
  if (!query.ok) return { kind: "not-queryable", message: query.message };
  const patience = { clock, mostWaits: MOST_WAITS, ...(signal && { signal }) };
  const started = await waitOutLimits(
    () => reader.logs.startQuery(search.region, { logGroups: [search.logGroup], query: query.value, ...span, signal }),
    patience,
  );
  if (started.kind !== "ok") return started;
  const queryId = started.value;
  const began = clock.now().getTime();
  let runs = true;
  let scanned = 0;
  try {
    for (let asked = 0; clock.now().getTime() - began < LONGEST_MS; asked++) {
      await clock.wait(ASK_AGAIN_MS[Math.min(asked, ASK_AGAIN_MS.length - 1)] ?? 1000, signal);
      const outcome = await waitOutLimits(() => reader.logs.queryState(search.region, { queryId, signal }), patience);
      if (outcome.kind !== "ok") return outcome;
      const { state, events, scannedBytes } = outcome.value;
      runs = state === "running";
      scanned = Math.max(scanned, scannedBytes);
      if (state === "complete") return { kind: "ok", value: { ...pageOf(events, newestFirst), scannedBytes } };
      if (state === "ended") return { kind: "query-ended" };
      yield { scannedBytes };
    }
    return { kind: "query-ended" };
  } finally {
    // Without the caller's signal, which may already be aborted.
    if (runs) {
      await reader.logs.stopQuery(search.region, { queryId });
      const last = await reader.logs.queryState(search.region, { queryId });
      if (last.kind === "ok") scanned = Math.max(scanned, last.value.scannedBytes);
    }
    const seconds = Math.ceil((clock.now().getTime() - began) / 1000);
    await reader.recordSearch({ scannedBytes: scanned, seconds: Math.min(MOST_SECONDS, Math.max(0, seconds)) });
  }
}

function spanOf({ from, to }: Asked, cursor: string | null, newestFirst: boolean): { from: number; to: number } {
  if (cursor === null || !isQueryCursor(cursor)) return { from, to };
  const at = Number(cursor.slice(CURSOR.length));
  return newestFirst ? { from, to: Math.min(at, to) } : { from: Math.max(at, from), to };
}

function pageOf(events: readonly LogEventFacts[], newestFirst: boolean): LogsPage<LogEventFacts> {
  const last = events.at(-1);
  if (events.length < ROWS || last === undefined) return { items: events, nextToken: null };
  const items = events.filter(({ at }) => at !== last.at);
  if (items.length > 0) return { items, nextToken: `${CURSOR}${last.at}` };
  return { items: events, nextToken: `${CURSOR}${last.at + (newestFirst ? -1 : 1)}` };
}
