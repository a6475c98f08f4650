import { MOST_EVENTS, nextSource, queryEnded, type SourceProgress, UNSEARCHED } from "#components/logs/groups/flow-source.ts";
import type { LogEventView, LogSearchPart } from "#lib/logs/shared/log-view.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An event of the flow, and which of its log groups it is from. */
export interface FlowEvent extends LogEventView {
  readonly source: number;
  /** Tells it apart from all others in the list: an id of AWS's is its log group's own. */
  readonly key: string;
}

/** One flow over one or several log groups, each searched by itself, with one clock. */
export interface LogSearchState {
  /**
   * `paused`: enough is on the screen and there is more; `full`: there is more, but no more is kept; `done`: the range has
   * been searched to its end.
   */
  readonly phase: "idle" | "searching" | "paused" | "full" | "stopped" | "done" | "failed";
  /** The searched time, both ends inclusive, in milliseconds since 1970. */
  readonly span: Span;
  /** How much of the span was there when the search was made: the rest was yet to come. */
  readonly until: number;
  /** Only these streams were searched; empty for all. */
  readonly streams: readonly string[];
  readonly sources: readonly SourceProgress[];
  /** What all log groups agree on so far, in order; it only ever grows at its end. */
  readonly events: readonly FlowEvent[];
  /** How many events of each source are in the flow. */
  readonly taken: readonly number[];
  /** How many events there were when the person last asked for more. */
  readonly asked: number;
  /** Why nothing can be shown: every log group failed, or AWS could not read the pattern. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** What was shown before of the same log groups: it comes back when AWS cannot read the new pattern. */
  readonly former: LogSearchState | null;
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
  former: null,
};

/** A search goes on by itself until this many rows are there; then the person says "older". */
const ENOUGH = 200;

export type SearchStep =
  | {
      readonly kind: "begin";
      readonly span: Span;
      /** Left out = after the span's end. */
      readonly madeAt?: number;
      readonly sources: number;
      readonly streams?: readonly string[] | undefined;
      readonly oldestFirst?: boolean;
      /** Whether the rows before are of the same log groups: only then may they come back. */
      readonly ofSameGroups: boolean;
    }
  | { readonly kind: "continue" }
  | {
      readonly kind: "part";
      readonly source: number;
      readonly part: LogSearchPart;
      readonly before: { readonly pages: number; readonly emptyPages: number };
    }
  /** The calls that were made have all ended: is that enough? */
  | { readonly kind: "rest" }
  | { readonly kind: "stop" };

/** What each step and each part of a stream does to what is shown. Pure, so that every case can be tested. */
export function nextSearchState(state: LogSearchState, step: SearchStep): LogSearchState {
  switch (step.kind) {
    case "begin": {
      const { span, madeAt = span.to, sources, streams = [], oldestFirst = false } = step;
      const until = Math.max(span.from, Math.min(span.to, madeAt));
      const before = state.events.length > 0 ? { ...state, former: null } : state.former;
      const former = step.ofSameGroups ? before : null;
      const fresh = { span, sources: Array(sources).fill({ ...UNSEARCHED, newestFirst: !oldestFirst }), taken: Array(sources).fill(0) };
      return { ...NOT_SEARCHED, ...fresh, until, streams, phase: "searching", former };
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
  if (refused && state.former !== null) return { ...broughtBack(state.former), failure: { code: part.code, message: part.message } };
  return flowed({ ...state, sources });
}

/** The rows of before, at rest: they can be gone on with, and are not searched for again. */
function broughtBack(former: LogSearchState): LogSearchState {
  return { ...former, phase: former.phase === "searching" ? "stopped" : former.phase };
}

/** What was searched in all of them: the flow is whole up to there. Null while one of them has not answered. */
export function flowSearchedTo(state: LogSearchState): number | null {
  const { sources, events } = state;
  if (isFull(state)) return events.at(-1)?.at ?? null;
  const inPhase = (name: SourceProgress["phase"]) => sources.filter(({ phase }) => phase === name);
  const came = sources.filter(({ searchedTo }) => searchedTo !== null);
  const of = [inPhase("open"), inPhase("done"), came].find(({ length }) => length > 0) ?? [];
  const reached = of.map(({ searchedTo }) => searchedTo);
  if (reached.length === 0 || reached.includes(null)) return null;
  const moments = reached.filter((at) => at !== null);
  return sources.every(({ newestFirst }) => newestFirst) ? Math.max(...moments) : Math.min(...moments);
}

/** What of the span has been searched so far. */
export function searchedSpan(state: LogSearchState): Span {
  const { span, until } = state;
  const newestFirst = isNewestFirst(state);
  const reached = flowSearchedTo(state) ?? (newestFirst ? span.to : span.from);
  const to = newestFirst ? until : Math.min(reached, until);
  return { from: newestFirst ? Math.min(reached, to) : span.from, to };
}

/** As many rows as are kept are there, and they are not all: what was read beyond them is not shown. */
function isFull({ sources, events, taken }: LogSearchState): boolean {
  return events.length >= MOST_EVENTS && sources.some((source, n) => source.phase !== "done" || source.events.length > (taken[n] ?? 0));
}

/** The sources that hold the others up: those are asked next. */
export function sourcesBehind(state: LogSearchState): number[] {
  const at = flowSearchedTo(state);
  return state.sources.flatMap(({ phase, searchedTo }, n) =>
    phase === "open" && (at === null ? searchedTo === null : searchedTo === at) ? [n] : [],
  );
}

/** Takes into the flow, in the order of time, what no log group can still put anything in front of. */
function flowed(state: LogSearchState): LogSearchState {
  const { sources } = state;
  const newestFirst = sources.every((source) => source.newestFirst);
  // Where all failed they may yet be gone on with, in order.
  const ended = sources.some(({ phase }) => phase === "done") && sources.every(({ phase }) => phase !== "open");
  const limit = !ended ? flowSearchedTo(state) : newestFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (limit === null) return state;
  const taken = [...state.taken];
  const fresh: FlowEvent[] = [];
  while (state.events.length + fresh.length < MOST_EVENTS) {
    const source = nextOf(sources, taken, newestFirst);
    const event = sources[source]?.events[taken[source] ?? 0];
    if (event === undefined || (newestFirst ? event.at < limit : event.at > limit)) break;
    taken[source] = (taken[source] ?? 0) + 1;
    fresh.push({ ...event, key: `${source}.${event.id}`, source });
  }
  return fresh.length === 0 ? state : { ...state, taken, events: [...state.events, ...fresh] };
}

/** The source whose next event comes first; of the same moment, the first source. -1 when there is none. */
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

/** An empty page is never an end: without rows enough, and with a cursor, the search goes on by itself. */
function rested(state: LogSearchState): LogSearchState {
  const { sources, events, asked } = state;
  if (isFull(state)) return { ...state, phase: "full" };
  if (sources.some(({ phase }) => phase === "open")) return events.length - asked < ENOUGH ? state : { ...state, phase: "paused" };
  const failed = sources.every(({ phase }) => phase === "failed");
  return failed ? { ...state, phase: "failed", failure: sources[0]?.failure ?? null } : { ...state, phase: "done" };
}

/**
 * What failed is asked again only when all did, and where what it brings would still come in order: in a flow that went on
 * without it, it would not.
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

/** What all log groups together have been asked, who holds them up, and how much of the fullest quota is used. */
export function flowTotals({ sources }: LogSearchState) {
  const sum = (of: "pages" | "emptyPages" | "bytes") => sources.reduce((total, source) => total + source[of], 0);
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
