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
  /** How many of the first events with the time `search.from` an earlier file of the same download has already. */
  readonly skip?: number;
  /** Without it the file does not end before its process. */
  readonly stopping?: Stopping;
  /** {@link MOST_EVENTS} if it is not set. */
  readonly mostEvents?: number;
}

/** What a download needs to end well when its process stops. */
export interface Stopping {
  /** Whether the process is about to stop, so that the file should end soon. */
  readonly isNear: () => boolean;
  /** The URL of a download that continues with the event after this position. */
  readonly continueAt: (position: Position) => string;
}

/** The position after an event: its time, and how many events with that time are before the position. */
export interface Position {
  readonly at: number;
  readonly skip: number;
}

/** A download that failed midway: the file is incomplete, so the connection is reset instead of ended normally. */
export class DownloadBroken extends Error {}

/**
 * Yields all events of a search, oldest first, as small pieces of a file. A page is read only after the last piece of the
 * previous page was consumed, so that memory stays bounded; its size depends on the memory that other downloads of this process use.
 * The first page is read before the response begins, so that an error of AWS is returned as a failure and not as a file.
 * When its process is about to stop, the file ends after a complete event, and its last line has the URL that continues with the next one.
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
  const { writer, clock, stopping, mostEvents = MOST_EVENTS } = download;
  const began = clock.now().getTime();
  let written = 0;
  let page = pages.pop() ?? { items: [], nextToken: null };
  let position: Position = { at: download.search.from, skip: 0 };
  if (writer.head !== "") yield writer.head;
  for (;;) {
    if (!(await reader.stillReadable())) throw new DownloadBroken("log access through this connection has stopped");
    const unwritten = withoutSkipped(page.items, download, position);
    position = unwritten.position;
    const events = unwritten.events.slice(0, mostEvents - written);
    written += events.length;
    const isWhole = events.length === unwritten.events.length;
    for (const { piece, to, isLast } of piecesOf(events, writer)) {
      yield piece;
      position = movedBy(position, to);
      const isEnd = isLast && isWhole && page.nextToken === null;
      if (stopping?.isNear() === true && !isEnd) return yield writer.remark(stoppedHere(stopping.continueAt(position)));
    }
    if (page.nextToken === null && isWhole) return;
    // A page without events has no piece, so it is asked here too.
    if (stopping?.isNear() === true) return yield writer.remark(stoppedHere(stopping.continueAt(position)));
    const cut = whyCut(written, mostEvents, clock.now().getTime() - began);
    if (cut !== null)
      return yield writer.remark(`${cut} The time range contains more events: narrow it, or export the log group from AWS.`);
    const outcome = await nextPage(reader, download, share, page.nextToken);
    if (outcome.kind !== "ok") throw new DownloadBroken(explainLogsOutcome(outcome).message);
    page = outcome.value;
  }
}

/** Splits a page into short-lived strings: one string for a whole page would stay in memory until the next full garbage collection. */
function* piecesOf(events: readonly LogEventFacts[], writer: EventWriter): Generator<Piece> {
  let piece = "";
  let to: Position = { at: Number.NaN, skip: 0 };
  for (const [n, event] of events.entries()) {
    piece += writer.event(event);
    to = { at: event.at, skip: event.at === to.at ? to.skip + 1 : 1 };
    const isLast = n === events.length - 1;
    if (piece.length < PIECE_LENGTH && !isLast) continue;
    yield { piece, to, isLast };
    piece = "";
    to = { at: to.at, skip: 0 };
  }
}

interface Piece {
  readonly piece: string;
  /** Its last time, and how many of its events have it. */
  readonly to: Position;
  readonly isLast: boolean;
}

/** A piece that begins with the time with which the one before it ended continues its count. */
function movedBy(position: Position, to: Position): Position {
  return position.at === to.at ? { at: to.at, skip: position.skip + to.skip } : to;
}

/** A continued file begins with the events that the file before it does not have. Those that it has all have the time `search.from`. */
function withoutSkipped(items: readonly LogEventFacts[], { skip = 0, search }: Download, position: Position) {
  if (position.at !== search.from || position.skip >= skip) return { events: items, position };
  const had = items.findIndex((event, n) => event.at !== search.from || n >= skip - position.skip);
  const many = had === -1 ? items.length : had;
  return { events: items.slice(many), position: { at: search.from, skip: position.skip + many } };
}

function stoppedHere(url: string): string {
  return `The file ends here, because the portal is restarting. The time range contains more events. To download the remaining events, open: ${url}`;
}

function whyCut(written: number, mostEvents: number, ms: number): string | null {
  if (written >= mostEvents) return `The file ends after ${mostEvents.toLocaleString("en")} events.`;
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
