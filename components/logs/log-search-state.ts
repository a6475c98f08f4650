import type { LogEventView, LogSearchPart } from "#lib/logs/log-view.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface LogSearchState {
  /** `paused`: enough is on the screen and there is more; `done`: the range has been searched to its end. */
  readonly phase: "idle" | "searching" | "paused" | "stopped" | "done" | "failed";
  /** The searched time, both ends inclusive, in milliseconds since 1970. */
  readonly span: Span;
  readonly events: readonly LogEventView[];
  readonly pages: number;
  readonly emptyPages: number;
  readonly searchedTo: number | null;
  readonly cursor: string | null;
  readonly newestFirst: boolean;
  /** AWS is limiting us: how long the server waits before it goes on. */
  readonly limitedMs: number | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export const NOT_SEARCHED: LogSearchState = {
  phase: "idle",
  span: { from: 0, to: 0 },
  events: [],
  pages: 0,
  emptyPages: 0,
  searchedTo: null,
  cursor: null,
  newestFirst: true,
  limitedMs: null,
  failure: null,
};

/** More rows than this are not kept: the list stays quick, and the range can be narrowed. */
const MOST_EVENTS = 100_000;
/** A search goes on by itself until this many rows are there; then the person says "older". */
const ENOUGH = 200;

export type SearchStep =
  | { readonly kind: "begin"; readonly span: Span }
  | { readonly kind: "continue" }
  | { readonly kind: "part"; readonly part: LogSearchPart; readonly before: { readonly pages: number; readonly emptyPages: number } }
  | { readonly kind: "stop" };

/** What each step and each part of the stream does to what is shown. Pure, so that every case can be tested. */
export function nextSearchState(state: LogSearchState, step: SearchStep): LogSearchState {
  switch (step.kind) {
    case "begin":
      return { ...NOT_SEARCHED, phase: "searching", span: step.span };
    case "continue":
      return { ...state, phase: "searching", failure: null, limitedMs: null };
    case "stop":
      return state.phase === "searching" ? { ...state, phase: "stopped", limitedMs: null } : state;
    case "part":
      return state.phase === "searching" ? withPart(state, step.part, step.before) : state;
  }
}

function withPart(state: LogSearchState, part: LogSearchPart, before: { pages: number; emptyPages: number }): LogSearchState {
  switch (part.kind) {
    case "events":
      return { ...state, limitedMs: null, events: [...state.events, ...part.events].slice(0, MOST_EVENTS) };
    case "progress":
      return {
        ...state,
        limitedMs: null,
        searchedTo: part.searchedTo,
        pages: before.pages + part.pages,
        emptyPages: before.emptyPages + part.emptyPages,
      };
    case "limited":
      return { ...state, limitedMs: part.continuesInMs };
    case "failed":
      return { ...state, phase: "failed", failure: { code: part.code, message: part.message } };
    case "end":
      return { ...state, phase: phaseAfter(state, part.cursor), cursor: part.cursor, newestFirst: part.newestFirst };
  }
}

/** An empty page is never an end: without rows enough, and with a cursor, the search goes on by itself. */
function phaseAfter(state: LogSearchState, cursor: string | null): LogSearchState["phase"] {
  if (cursor === null) return "done";
  return state.events.length < ENOUGH ? "searching" : "paused";
}
