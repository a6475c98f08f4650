import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { LogsPage } from "#lib/aws/cloudwatch-logs.ts";
import type { LogEventFacts } from "#lib/aws/log-facts.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { isQueryCursor, queryLogEvents } from "#lib/logs/query/query-log-events.ts";
import { waitOutLimits } from "#lib/logs/quota/read-quota.ts";
import type { LogSearch } from "#lib/logs/shared/log-view.ts";
import type { EventWriter } from "./download-format.ts";
import { type DownloadShare, shareOfDownload } from "./download-memory.ts";

/** The most events of a download; its last line then says so. Larger ranges need an export by AWS. */
export const MOST_EVENTS = 1_000_000;
export const MOST_MS = 30 * 60_000;
/** The size of a piece in characters; its last event may exceed it. */
const PIECE_LENGTH = 32_768;
/** The number of consecutive throttled calls after which a download fails. */
const MOST_WAITS = 30;

/** The search of a download, and the signal that stops it. */
export interface Download {
  readonly customerId: CustomerId;
  readonly search: Omit<LogSearch, "cursor" | "connectionId">;
  readonly writer: EventWriter;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A download that failed midway: the file is incomplete, so the connection is reset instead of ended normally. */
export class DownloadBroken extends Error {}

/**
 * Yields all events of a search, oldest first, as small pieces of a file. A page is read only after the last piece of the
 * previous page was consumed, so that memory stays bounded; its size depends on the memory that other downloads of this process use.
 * The first page is read before the response begins, so that an error of AWS is returned as a failure and not as a file.
 */
export async function downloadLogEvents(reader: LogReader, download: Download): Promise<Result<AsyncIterable<string>>> {
  const share = shareOfDownload(download.customerId);
  const first = await nextPage(reader, download, share, null);
  if (first.kind !== "ok") {
    share.release();
    return explainLogsOutcome(first);
  }
  // When the reader disconnects before the first piece, the generator never starts, so its `finally` does not run.
  download.signal.addEventListener("abort", share.release, { once: true });
  if (download.signal.aborted) share.release();
  return ok(pieces(reader, download, share, [first.value]));
}

async function* pieces(
  reader: LogReader,
  download: Download,
  share: DownloadShare,
  first: LogsPage<LogEventFacts>[],
): AsyncGenerator<string> {
  try {
    yield* allPieces(reader, download, share, first);
  } finally {
    share.release();
  }
}

/** `pages` is the first page, in a list that it is taken from: an argument would keep it for as long as the download lasts. */
async function* allPieces(
  reader: LogReader,
  download: Download,
  share: DownloadShare,
  pages: LogsPage<LogEventFacts>[],
): AsyncGenerator<string> {
  const { writer, clock } = download;
  const began = clock.now().getTime();
  let written = 0;
  let page = pages.pop() ?? { items: [], nextToken: null };
  if (writer.head !== "") yield writer.head;
  for (;;) {
    if (!(await reader.stillReadable())) throw new DownloadBroken("log access through this connection has stopped");
    const events = page.items.slice(0, MOST_EVENTS - written);
    written += events.length;
    yield* piecesOf(events, writer);
    if (page.nextToken === null && events.length === page.items.length) return;
    const cut = whyCut(written, clock.now().getTime() - began);
    if (cut !== null)
      return yield writer.remark(`${cut} The time range contains more events: narrow it, or export the log group from AWS.`);
    const outcome = await nextPage(reader, download, share, page.nextToken);
    if (outcome.kind !== "ok") throw new DownloadBroken(explainLogsOutcome(outcome).message);
    page = outcome.value;
  }
}

/** Splits a page into short-lived strings: one string for a whole page would stay in memory until the next full garbage collection. */
function* piecesOf(events: readonly LogEventFacts[], writer: EventWriter): Generator<string> {
  let piece = "";
  for (const event of events) {
    piece += writer.event(event);
    if (piece.length >= PIECE_LENGTH) {
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}

function whyCut(written: number, ms: number): string | null {
  if (written >= MOST_EVENTS) return `The file ends after ${MOST_EVENTS.toLocaleString("en")} events.`;
  return ms > MOST_MS ? `The file ends after ${MOST_MS / 60_000} minutes.` : null;
}

async function nextPage(
  reader: LogReader,
  download: Download,
  share: DownloadShare,
  cursor: string | null,
): Promise<LogsOutcome<LogsPage<LogEventFacts>>> {
  const outcome = await pageOf(reader, download, share.next(), cursor);
  if (outcome.kind === "ok") share.took(outcome.value.items);
  return outcome;
}

async function pageOf(
  reader: LogReader,
  download: Download,
  limit: number,
  cursor: string | null,
): Promise<LogsOutcome<LogsPage<LogEventFacts>>> {
  const { clock, signal } = download;
  const outcome = isQueryCursor(cursor)
    ? await queriedPage(reader, download, cursor)
    : await waitOutLimits(() => filteredPage(reader, download, limit, cursor), { clock, mostWaits: MOST_WAITS, signal });
  if (outcome.kind === "our-fault") reader.dropSession();
  return outcome.kind === "infrequent-access" && reader.logAccess !== "browse" ? queriedPage(reader, download, null) : outcome;
}

function filteredPage(reader: LogReader, { search, signal }: Download, limit: number, cursor: string | null) {
  return reader.logs.filterLogEvents(search.region, {
    logGroup: search.logGroup,
    from: search.from,
    to: search.to,
    limit,
    signal,
    ...(search.streams && { streams: search.streams }),
    ...(search.pattern !== "" && { pattern: search.pattern }),
    ...(cursor !== null && { nextToken: cursor }),
  });
}

/** Reads a log group of the Infrequent Access class with a query, oldest first like other downloads. */
async function queriedPage(reader: LogReader, { search, clock, signal }: Download, cursor: string | null) {
  const query = queryLogEvents(reader, search, cursor, { newestFirst: false, clock, signal });
  for (;;) {
    const step = await query.next();
    if (step.done === true) return step.value;
  }
}
