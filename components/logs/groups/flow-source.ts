import type { LogEventView, LogQuotaView, LogSearchPart } from "#lib/logs/shared/log-view.ts";

/** One log group among those that are read as one flow. */
export interface LogSource {
  readonly connectionId: string;
  readonly region: string;
  readonly group: string;
}

/** How far the search of one log group has come. */
export interface SourceProgress {
  /** `done`: the range has been searched to its end. A failed source holds nobody up. */
  readonly phase: "open" | "done" | "failed";
  readonly events: readonly LogEventView[];
  /** How many of the events had come when AWS last gave the cursor: from there on a call that was stopped is repeated. */
  readonly atCursor: number;
  /** How many came since, of a call that was repeated those that were there already too. */
  readonly came: number;
  readonly cursor: string | null;
  readonly newestFirst: boolean;
  readonly searchedTo: number | null;
  readonly pages: number;
  readonly emptyPages: number;
  /** What the events that came hold, as long as their texts are. */
  readonly bytes: number;
  /** AWS is limiting us, or we keep within its quota: how long the server waits before it goes on. */
  readonly limitedMs: number | null;
  readonly limitedBy: "aws" | "quota";
  /** What of the account's quota is used, as of the last page; null where nobody said. */
  readonly quota: LogQuotaView | null;
  /** Bytes that queries scanned, which AWS bills: those that ended, and the one that runs. Null where nothing was queried. */
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

/** More rows than this are not kept: the list stays quick, and the range can be narrowed. */
export const MOST_EVENTS = 100_000;

/** What each part of one log group's stream does to it. `before` counts the pages of the calls before this one. */
export function nextSource(source: SourceProgress, part: LogSearchPart, before: { pages: number; emptyPages: number }): SourceProgress {
  switch (part.kind) {
    case "events":
      // Its last event is how far it has come: the first of a page are shown before the page is whole.
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

/** A call knows only itself: one that begins, or repeats what was stopped, says less than its log group has been searched. */
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

/** A query that nobody hears any more has ended as well: what it scanned is billed, and the next one begins at nothing. */
export function queryEnded(scanned: SourceProgress["scanned"]): SourceProgress["scanned"] {
  return scanned && { ended: scanned.ended + scanned.running, running: 0 };
}

/** A call that was stopped is repeated from its cursor: what it had brought already does not come twice. */
function withEvents({ events, atCursor }: SourceProgress, more: readonly LogEventView[]): readonly LogEventView[] {
  const known = new Set(events.slice(atCursor).map(({ id }) => id));
  const fresh = known.size === 0 ? more : more.filter(({ id }) => !known.has(id));
  // One more than is shown tells that there are more.
  return [...events, ...fresh].slice(0, MOST_EVENTS + 1);
}
