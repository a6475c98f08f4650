import { expect, test } from "vitest";
import type { LogEventView, LogSearchPart } from "#lib/logs/log-view.ts";
import { type LogSearchState, NOT_SEARCHED, nextSearchState } from "./log-search-state.ts";

const NONE = { pages: 0, emptyPages: 0 };
const event = (n: number): LogEventView => ({ id: String(n), at: n, ingestedAt: n, stream: "s", message: "m" });
const events = (count: number): LogSearchPart => ({ kind: "events", events: Array.from({ length: count }, (_, n) => event(n)) });
const end = (cursor: string | null): LogSearchPart => ({ kind: "end", cursor, newestFirst: true });

function after(
  parts: readonly LogSearchPart[],
  from: LogSearchState = nextSearchState(NOT_SEARCHED, { kind: "begin", span: { from: 0, to: 10 } }),
): LogSearchState {
  return parts.reduce((state, part) => nextSearchState(state, { kind: "part", part, before: NONE }), from);
}

test("an empty page with a cursor is not an end: the search goes on", () => {
  expect(after([{ kind: "progress", searchedTo: 5, pages: 5, emptyPages: 5 }, end("next")]).phase).toBe("searching");
});

test("only a missing cursor is the end", () => {
  expect(after([end(null)]).phase).toBe("done");
});

test("with a screenful of rows it waits for the person", () => {
  expect(after([events(200), end("next")])).toMatchObject({ phase: "paused", cursor: "next" });
});

test("what comes after a stop is not shown", () => {
  const stopped = nextSearchState(after([events(3)]), { kind: "stop" });
  expect(after([events(5), end(null)], stopped)).toEqual(stopped);
});

test("being limited is shown and passes, and is never a failure", () => {
  const limited = after([{ kind: "limited", continuesInMs: 2000 }]);
  expect(limited).toMatchObject({ phase: "searching", limitedMs: 2000 });
  expect(after([events(1)], limited).limitedMs).toBeNull();
});

test("a failure keeps the rows that came before it", () => {
  expect(after([events(7), { kind: "failed", code: "unavailable", message: "AWS did not answer." }])).toMatchObject({
    phase: "failed",
    events: { length: 7 },
  });
});

test("pages of a continued search are counted on", () => {
  const state = nextSearchState(after([]), {
    kind: "part",
    part: { kind: "progress", searchedTo: 1, pages: 2, emptyPages: 1 },
    before: { pages: 5, emptyPages: 3 },
  });
  expect(state).toMatchObject({ pages: 7, emptyPages: 4 });
});
