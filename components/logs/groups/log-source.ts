import type { LogEventView, LogQuotaView, LogSearchPart } from "#lib/logs/shared/log-view.ts";

/** One of the log groups that are searched together. */
export interface LogSource {
  readonly connectionId: string;
  readonly region: string;
  readonly group: string;
}

/** The progress of searching one log group. */
export interface SourceProgress {
  /** `done`: the whole range was searched. A failed source does not delay the others. */
  readonly phase: "open" | "done" | "failed";
  readonly events: readonly LogEventView[];
  /** Number of events when AWS last returned the cursor, where an interrupted call is repeated from. */
  readonly atCursor: number;
  /** Number of events received since then, including those received again by a repeated call. */
  readonly came: number;
  readonly cursor: string | null;
  readonly newestFirst: boolean;
  readonly searchedTo: number | null;
  readonly pages: number;
  readonly emptyPages: number;
  /** Total length of the received messages, in characters. */
  readonly bytes: number;
  /**
   * Milliseconds until the server continues after AWS throttled it, or while it stays within the quota; null when not
   * waiting.
   */
  readonly limitedMs: number | null;
  readonly limitedBy: "aws" | "quota";
  /** Use of the account's quota as of the last page; null when unknown. */
  readonly quota: LogQuotaView | null;
  /** Bytes scanned by queries, which AWS bills: by ended queries, and by the running one. Null without queries. */
  readonly scanned: { readonly ended: number; readonly running: number } | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export const UNSEARCHED: SourceProgress = {
  phase: "open",
  events: [],
  atCursor: 0,
  came: 0,
  cursor: null,
  newestFirst: true,
  searchedTo: null,
  pages: 0,
  emptyPages: 0,
  bytes: 0,
  limitedMs: null,
  limitedBy: "aws",
  quota: null,
  scanned: null,
  failure: null,
};

/** Maximum number of rows kept, so that the list stays fast. The range can be narrowed. */
export const MAX_EVENTS = 100_000;

/** Returns the source after a part of its stream. `before` has the page counts of earlier calls. */
export function nextSource(source: SourceProgress, part: LogSearchPart, before: { pages: number; emptyPages: number }): SourceProgress {
  switch (part.kind) {
    case "events":
      // The last event shows the progress, because the first events of a page arrive before the page is complete.
      return {
        ...source,
        limitedMs: null,
        searchedTo: further(source, part.events.at(-1)?.at ?? null),
        came: source.came + part.events.length,
        bytes: source.bytes + part.events.reduce((sum, { message }) => sum + message.length, 0),
        events: withEvents(source, part.events),
      };
    case "progress": {
      const { searchedTo, pages, emptyPages, quota = source.quota } = part;
      const scanned = scannedAfter(source.scanned, part.query);
      return {
        ...source,
        limitedMs: null,
        quota,
        scanned,
        searchedTo: further(source, searchedTo),
        pages: before.pages + pages,
        emptyPages: before.emptyPages + emptyPages,
      };
    }
    case "limited":
      return { ...source, limitedMs: part.continuesInMs, limitedBy: part.by ?? "aws", quota: part.quota ?? source.quota };
    case "failed":
      return { ...source, phase: "failed", limitedMs: null, failure: { code: part.code, message: part.message } };
    case "end": {
      const { cursor, newestFirst } = part;
      const atCursor = Math.min(source.events.length, source.atCursor + source.came);
      return { ...source, phase: cursor === null ? "done" : "open", cursor, newestFirst, atCursor, came: 0 };
    }
  }
}

/** The further of two positions. A new or repeated call reports only its own progress, which may be behind. */
function further({ searchedTo, newestFirst }: SourceProgress, reached: number | null): number | null {
  if (searchedTo === null || reached === null) return reached ?? searchedTo;
  return newestFirst ? Math.min(searchedTo, reached) : Math.max(searchedTo, reached);
}

function scannedAfter(
  scanned: SourceProgress["scanned"],
  query: (LogSearchPart & { kind: "progress" })["query"],
): SourceProgress["scanned"] {
  if (query === undefined) return scanned;
  const ended = scanned?.ended ?? 0;
  return query.running ? { ended, running: query.scannedBytes } : { ended: ended + query.scannedBytes, running: 0 };
}

/** An interrupted query has ended too: AWS bills what it scanned, and the next one starts at zero. */
export function queryEnded(scanned: SourceProgress["scanned"]): SourceProgress["scanned"] {
  return scanned && { ended: scanned.ended + scanned.running, running: 0 };
}

/** Adds events. An interrupted call is repeated from its cursor, so events that were received already are skipped. */
function withEvents({ events, atCursor }: SourceProgress, more: readonly LogEventView[]): readonly LogEventView[] {
  const known = new Set(events.slice(atCursor).map(({ id }) => id));
  const added = known.size === 0 ? more : more.filter(({ id }) => !known.has(id));
  // Keeps one more than the maximum, which shows that there are more.
  return [...events, ...added].slice(0, MAX_EVENTS + 1);
}
