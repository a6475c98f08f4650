import type { Clock } from "#kernel/time/clock.ts";
import type { EventsPage, LogsPage } from "#lib/aws/cloudwatch-logs.ts";
import type { LogEventFacts } from "#lib/aws/log-facts.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { isQueryCursor, queryLogEvents } from "#lib/logs/query/query-log-events.ts";
import { type LogEventView, type LogSearch, type LogSearchPart, NEWEST_FIRST_FROM } from "#lib/logs/shared/log-view.ts";

/** Without the connection, which the reader knows. */
type Search = Omit<LogSearch, "connectionId">;

/** The limits of one call, which then returns a cursor, so that a search does not continue long after its client has disconnected. */
const MOST_PAGES = 5;
export const LONGEST_MS = 10_000;
const MOST_WAITS = 6;
/** The most events per page. AWS returns up to 10,000; with fewer, the first rows appear sooner. */
const EVENTS_PER_PAGE = 1000;
/** The events of the first page: about one screen. The limit may differ for each page. Source: FilterLogEvents, `limit`. */
const FIRST_PAGE = 100;
/** The pause after the first page, so that its rows are sent before the next request begins. */
const FIRST_ALONE_MS = 5;
/** Up to this length the range is a poll of the free live tail: one page has everything, so a smaller first page would waste a call. */
const SHORT_MS = 60_000;

/**
 * Searches one log group over all its streams, newest first by default, and yields the rows of each page immediately, then the
 * progress, and at last the cursor for the next call. An empty page is not the end; only a missing token is. Throttling is
 * reported and retried. A log group of the Infrequent Access class is read with one query per call. Every page is sent only if
 * the connection may still be read.
 */
export async function* searchLogEvents(reader: LogReader, search: Search, clock: Clock): AsyncGenerator<LogSearchPart> {
  const began = clock.now().getTime();
  const newestFirst = search.oldestFirst !== true && search.from >= NEWEST_FIRST_FROM;
  let cursor: string | null = search.cursor;
  if (isQueryCursor(cursor)) return yield* queried(reader, search, clock, newestFirst);
  let searchedTo = newestFirst ? search.to : search.from;
  let waits = 0;
  let emptyPages = 0;
  const isLate = (ms = 0) => clock.now().getTime() - began + ms >= LONGEST_MS;
  // At least one page is requested even when it is late: without one, the end of this call would look like the end of the log.
  for (let pages = 1; pages <= MOST_PAGES && (!isLate() || pages === 1); ) {
    const outcome = await nextPage(reader, search, cursor, newestFirst);
    if (outcome.kind === "throttled" && waits < MOST_WAITS && !isLate(outcome.retryAfterMs)) {
      waits += 1;
      const { retryAfterMs: continuesInMs, by = "aws" } = outcome;
      yield { kind: "limited", continuesInMs, by, quota: reader.quota.use("FilterLogEvents") };
      await clock.wait(continuesInMs);
      continue;
    }
    // After at least one page the client has a cursor to continue from.
    if (outcome.kind === "throttled" && pages > 1) break;
    if (outcome.kind === "infrequent-access" && reader.logAccess !== "browse") return yield* queried(reader, search, clock, newestFirst);
    if (outcome.kind === "our-fault") reader.dropSession();
    if (outcome.kind !== "ok") return yield failed(outcome);
    if (!(await reader.stillReadable())) return yield STOPPED;
    const { items, nextToken } = outcome.value;
    if (items.length === 0) emptyPages += 1;
    else yield { kind: "events", events: items.map(viewOf) };
    searchedTo = items.at(-1)?.at ?? searchedTo;
    cursor = nextToken;
    if (cursor === null) searchedTo = newestFirst ? search.from : search.to;
    yield { kind: "progress", searchedTo, pages, emptyPages, quota: reader.quota.use("FilterLogEvents") };
    if (cursor === null) break;
    if (pages === 1 && search.cursor === null) await clock.wait(FIRST_ALONE_MS);
    pages += 1;
  }
  yield { kind: "end", cursor, newestFirst };
}

/** The same for a log group that only queries can read. The progress includes the bytes that AWS has scanned and bills. */
async function* queried(reader: LogReader, search: Search, clock: Clock, newestFirst: boolean): AsyncGenerator<LogSearchPart> {
  const query = queryLogEvents(reader, search, search.cursor, { newestFirst, clock });
  try {
    for (;;) {
      const step = await query.next();
      if (step.done !== true) {
        yield {
          kind: "progress",
          searchedTo: newestFirst ? search.to : search.from,
          pages: 0,
          emptyPages: 0,
          query: { running: true, ...step.value },
        };
        continue;
      }
      const outcome = step.value;
      if (outcome.kind === "our-fault") reader.dropSession();
      if (outcome.kind !== "ok") return yield failed(outcome);
      if (!(await reader.stillReadable())) return yield STOPPED;
      const { items, nextToken: cursor, scannedBytes } = outcome.value;
      for (let from = 0; from < items.length; from += EVENTS_PER_PAGE) {
        yield { kind: "events", events: items.slice(from, from + EVENTS_PER_PAGE).map(viewOf) };
      }
      const end = newestFirst ? search.from : search.to;
      const searchedTo = cursor === null ? end : (items.at(-1)?.at ?? end);
      const emptyPages = items.length === 0 ? 1 : 0;
      yield { kind: "progress", searchedTo, pages: 1, emptyPages, query: { running: false, scannedBytes } };
      return yield { kind: "end", cursor, newestFirst };
    }
  } finally {
    // Leaving this generator stops the query, too.
    await query.return({ kind: "stopped" });
  }
}

const STOPPED = {
  kind: "failed",
  code: "not-found",
  message: "Log access through this connection has stopped. Open the connection to see why.",
} as const;

function nextPage(reader: LogReader, search: Search, cursor: string | null, newestFirst: boolean) {
  return reader.logs.filterLogEvents(search.region, {
    logGroup: search.logGroup,
    from: search.from,
    to: search.to,
    limit: cursor === null && search.to - search.from > SHORT_MS ? FIRST_PAGE : EVENTS_PER_PAGE,
    startFromHead: !newestFirst,
    ...(search.streams && { streams: search.streams }),
    ...(search.pattern !== "" && { pattern: search.pattern }),
    ...(cursor !== null && { nextToken: cursor }),
  });
}

function failed(outcome: Exclude<LogsOutcome<LogsPage<LogEventFacts> | EventsPage>, { kind: "ok" }>): LogSearchPart {
  const { code, message } = explainLogsOutcome(outcome);
  return { kind: "failed", code, message };
}

function viewOf(event: LogEventFacts, at: number): LogEventView {
  return { id: event.id ?? `${event.at}-${at}`, at: event.at, ingestedAt: event.ingestedAt, stream: event.stream, message: event.message };
}
