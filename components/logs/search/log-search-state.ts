import { MAX_EVENTS, nextSource, queryEnded, type SourceProgress, UNSEARCHED } from "#components/logs/groups/log-source.ts";
import type { LogEventView, LogSearchPart } from "#lib/logs/shared/log-view.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An event, and the index of its log group among the search's sources. */
export interface MergedEvent extends LogEventView {
  readonly source: number;
  /** Unique in the list. An AWS event ID is unique only within its log group. */
  readonly key: string;
}

/** The state of one search over one or several log groups. Each is searched by its own calls; the results are merged by time. */
export interface LogSearchState {
  /**
   * `paused`: enough rows are shown and there are more; `full`: there are more, but no more are kept; `done`: the whole
   * range has been searched.
   */
  readonly phase: "idle" | "searching" | "paused" | "full" | "stopped" | "done" | "failed";
  /** The searched time range, both ends inclusive, in milliseconds since 1970. */
  readonly span: Span;
  /** The end of the part of the span that was in the past when the search was made. */
  readonly until: number;
  /** Only these streams were searched; empty for all. */
  readonly streams: readonly string[];
  readonly sources: readonly SourceProgress[];
  /** The merged events up to the time that all log groups have reached, in order; only extended at its end. */
  readonly events: readonly MergedEvent[];
  /** Number of events of each source in `events`. */
  readonly taken: readonly number[];
  /** Number of events when the user last asked for more. */
  readonly asked: number;
  /** Why nothing can be shown: every log group failed, or AWS rejected the pattern. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** The previous results of the same log groups, shown again when AWS rejects the new pattern. */
  readonly previous: LogSearchState | null;
}

export const NOT_SEARCHED: LogSearchState = {
  phase: "idle",
  span: { from: 0, to: 0 },
  until: 0,
  streams: [],
  sources: [],
  events: [],
  taken: [],
  asked: 0,
  failure: null,
  previous: null,
};

/** A search continues automatically until this many new rows are loaded; then the user continues it. */
const ENOUGH = 200;

export type SearchStep =
  | {
      readonly kind: "begin";
      readonly span: Span;
      /** When the search was made; the end of the span if omitted. */
      readonly madeAt?: number;
      readonly sources: number;
      readonly streams?: readonly string[] | undefined;
      readonly oldestFirst?: boolean;
      /** Whether the previous rows are of the same log groups; otherwise they must not be shown again. */
      readonly ofSameGroups: boolean;
    }
  | { readonly kind: "continue" }
  | {
      readonly kind: "part";
      readonly source: number;
      readonly part: LogSearchPart;
      readonly before: { readonly pages: number; readonly emptyPages: number };
    }
  /** All calls have ended: decides whether more are needed. */
  | { readonly kind: "rest" }
  | { readonly kind: "stop" };

/** Returns the state after a step or a part of a stream. Pure, so that every case can be tested. */
export function nextSearchState(state: LogSearchState, step: SearchStep): LogSearchState {
  switch (step.kind) {
    case "begin": {
      const { span, madeAt = span.to, sources, streams = [], oldestFirst = false } = step;
      const until = Math.max(span.from, Math.min(span.to, madeAt));
      const before = state.events.length > 0 ? { ...state, previous: null } : state.previous;
      const previous = step.ofSameGroups ? before : null;
      const initial = { span, sources: Array(sources).fill({ ...UNSEARCHED, newestFirst: !oldestFirst }), taken: Array(sources).fill(0) };
      return { ...NOT_SEARCHED, ...initial, until, streams, phase: "searching", previous };
    }
    case "continue":
      if (state.phase === "full") return state;
      return { ...state, phase: "searching", failure: null, asked: state.events.length, sources: again(state) };
    case "stop":
      if (state.phase !== "searching") return state;
      return { ...state, phase: isFull(state) ? "full" : "stopped", sources: state.sources.map(unlimited) };
    case "rest":
      return state.phase === "searching" ? rested(state) : state;
    case "part":
      return state.phase === "searching" ? withPart(state, step) : state;
  }
}

function withPart(state: LogSearchState, { source, part, before }: SearchStep & { kind: "part" }): LogSearchState {
  const sources = state.sources.map((each, n) => (n === source ? nextSource(each, part, before) : each));
  const refused = part.kind === "failed" && part.code === "invalid" && state.events.length === 0;
  if (refused && state.previous !== null) return { ...restored(state.previous), failure: { code: part.code, message: part.message } };
  return merged({ ...state, sources });
}

/** The previous results. They can be continued and are not searched again. */
function restored(previous: LogSearchState): LogSearchState {
  return { ...previous, phase: previous.phase === "searching" ? "stopped" : previous.phase };
}

/** The time up to which all log groups have been searched. Null while one of them has no response yet. */
export function mergedUpTo(state: LogSearchState): number | null {
  const { sources, events } = state;
  if (isFull(state)) return events.at(-1)?.at ?? null;
  const inPhase = (name: SourceProgress["phase"]) => sources.filter(({ phase }) => phase === name);
  const came = sources.filter(({ searchedTo }) => searchedTo !== null);
  const deciding = [inPhase("open"), inPhase("done"), came].find(({ length }) => length > 0) ?? [];
  const reached = deciding.map(({ searchedTo }) => searchedTo);
  if (reached.length === 0 || reached.includes(null)) return null;
  const moments = reached.filter((at) => at !== null);
  return sources.every(({ newestFirst }) => newestFirst) ? Math.max(...moments) : Math.min(...moments);
}

/** The part of the span that has been searched. */
export function searchedSpan(state: LogSearchState): Span {
  const { span, until } = state;
  const newestFirst = isNewestFirst(state);
  const reached = mergedUpTo(state) ?? (newestFirst ? span.to : span.from);
  const to = newestFirst ? until : Math.min(reached, until);
  return { from: newestFirst ? Math.min(reached, to) : span.from, to };
}

/** Whether the maximum number of rows is loaded and there are more, which are not shown. */
function isFull({ sources, events, taken }: LogSearchState): boolean {
  return events.length >= MAX_EVENTS && sources.some((source, n) => source.phase !== "done" || source.events.length > (taken[n] ?? 0));
}

/** The sources that are behind the others, which are read next. */
export function sourcesBehind(state: LogSearchState): number[] {
  const at = mergedUpTo(state);
  return state.sources.flatMap(({ phase, searchedTo }, n) =>
    phase === "open" && (at === null ? searchedTo === null : searchedTo === at) ? [n] : [],
  );
}

/** Merges, in order of time, the events that no log group can precede any more. */
function merged(state: LogSearchState): LogSearchState {
  const { sources } = state;
  const newestFirst = sources.every((source) => source.newestFirst);
  // If all failed, they may still be continued in order, so that does not count as the end.
  const ended = sources.some(({ phase }) => phase === "done") && sources.every(({ phase }) => phase !== "open");
  const limit = !ended ? mergedUpTo(state) : newestFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (limit === null) return state;
  const taken = [...state.taken];
  const added: MergedEvent[] = [];
  while (state.events.length + added.length < MAX_EVENTS) {
    const source = nextOf(sources, taken, newestFirst);
    const event = sources[source]?.events[taken[source] ?? 0];
    if (event === undefined || (newestFirst ? event.at < limit : event.at > limit)) break;
    taken[source] = (taken[source] ?? 0) + 1;
    added.push({ ...event, key: `${source}.${event.id}`, source });
  }
  return added.length === 0 ? state : { ...state, taken, events: [...state.events, ...added] };
}

/** The source with the next event in order; at the same time, the first source. -1 when there is none. */
function nextOf(sources: readonly SourceProgress[], taken: readonly number[], newestFirst: boolean): number {
  let best = -1;
  let bestAt = 0;
  sources.forEach(({ events }, n) => {
    const at = events[taken[n] ?? 0]?.at;
    if (at === undefined || (best >= 0 && (newestFirst ? at <= bestAt : at >= bestAt))) return;
    best = n;
    bestAt = at;
  });
  return best;
}

/** An empty page is not the end: with too few rows and with a cursor, the search continues automatically. */
function rested(state: LogSearchState): LogSearchState {
  const { sources, events, asked } = state;
  if (isFull(state)) return { ...state, phase: "full" };
  if (sources.some(({ phase }) => phase === "open")) return events.length - asked < ENOUGH ? state : { ...state, phase: "paused" };
  const failed = sources.every(({ phase }) => phase === "failed");
  return failed ? { ...state, phase: "failed", failure: sources[0]?.failure ?? null } : { ...state, phase: "done" };
}

/**
 * The sources for a continued search. A failed source is retried only when all failed, and only if its events would
 * still be in order; otherwise the search has continued past it.
 */
function again({ sources, events }: LogSearchState): readonly SourceProgress[] {
  const failed = sources.every(({ phase }) => phase === "failed");
  const last = events.at(-1)?.at ?? null;
  const isInOrder = ({ searchedTo, newestFirst }: SourceProgress) =>
    last === null || (searchedTo !== null && (newestFirst ? searchedTo <= last : searchedTo >= last));
  return sources.map((source) => ({
    ...source,
    came: 0,
    scanned: queryEnded(source.scanned),
    ...(failed && isInOrder(source) && { phase: "open", failure: null }),
  }));
}

/** Totals over all log groups: pages, bytes, the longest throttling wait, and the highest quota use. */
export function searchTotals({ sources }: LogSearchState) {
  const sum = (field: "pages" | "emptyPages" | "bytes") => sources.reduce((total, source) => total + source[field], 0);
  const held = sources.filter(({ limitedMs }) => limitedMs !== null).toSorted((a, b) => (b.limitedMs ?? 0) - (a.limitedMs ?? 0));
  const quotas = sources.flatMap(({ quota }) => (quota === null ? [] : [quota]));
  const [fullest = null] = quotas.toSorted((a, b) => b.usedPerSecond / b.quotaPerSecond - a.usedPerSecond / a.quotaPerSecond);
  const { limitedMs = null, limitedBy = "aws" } = held[0] ?? {};
  const queried = sources.flatMap(({ scanned }) => (scanned === null ? [] : [scanned.ended + scanned.running]));
  const scannedBytes = queried.length === 0 ? null : queried.reduce((total, bytes) => total + bytes, 0);
  return { pages: sum("pages"), emptyPages: sum("emptyPages"), bytes: sum("bytes"), limitedMs, limitedBy, quota: fullest, scannedBytes };
}

export function isNewestFirst({ sources }: LogSearchState): boolean {
  return sources.every(({ newestFirst }) => newestFirst);
}

function unlimited(source: SourceProgress): SourceProgress {
  return { ...source, limitedMs: null };
}
