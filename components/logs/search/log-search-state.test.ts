import { expect, test } from "vitest";
import type { LogEventView, LogSearchPart } from "#lib/logs/shared/log-view.ts";
import { type LogSearchState, mergedUpTo, NOT_SEARCHED, nextSearchState, searchTotals, sourcesBehind } from "./log-search-state.ts";

const NONE = { pages: 0, emptyPages: 0 };
const event = (at: number): LogEventView => ({ id: String(at), at, ingestedAt: at, stream: "s", message: "m" });
const events = (...times: number[]): LogSearchPart => ({ kind: "events", events: times.map(event) });
const many = (count: number) => events(...Array.from({ length: count }, (_, n) => 1000 - n));
const progress = (searchedTo: number): LogSearchPart => ({ kind: "progress", searchedTo, pages: 1, emptyPages: 0 });
const end = (cursor: string | null, newestFirst = true): LogSearchPart => ({ kind: "end", cursor, newestFirst });
const failed = (code: string): LogSearchPart => ({ kind: "failed", code, message: "AWS did not answer." });

const begun = (sources = 1, from = NOT_SEARCHED) =>
  nextSearchState(from, { kind: "begin", span: { from: 0, to: 1000 }, sources, ofSameGroups: true });
const rest = (state: LogSearchState) => nextSearchState(state, { kind: "rest" });

function after(state: LogSearchState, parts: readonly LogSearchPart[], source = 0): LogSearchState {
  return parts.reduce((before, part) => nextSearchState(before, { kind: "part", source, part, before: NONE }), state);
}
const times = (state: LogSearchState) => state.events.map(({ at }) => at);

test("an empty page with a cursor is not the end: the search continues", () => {
  expect(rest(after(begun(), [progress(5), end("next")])).phase).toBe("searching");
});

test("only a missing cursor is the end", () => {
  expect(rest(after(begun(), [end(null)])).phase).toBe("done");
});

test("with enough rows it waits for the user, then continues for as many more", () => {
  const waiting = rest(after(begun(), [many(200), progress(801), end("next")]));
  expect(waiting.phase).toBe("paused");
  const asked = nextSearchState(waiting, { kind: "continue" });
  expect(rest(after(asked, [events(800), progress(800), end("more")])).phase).toBe("searching");
});

test("events after a stop are not shown, and repeated events are added once", () => {
  const stopped = nextSearchState(after(begun(), [events(9, 8), progress(8)]), { kind: "stop" });
  expect(after(stopped, [events(7), end(null)])).toEqual(stopped);
  const again = after(nextSearchState(stopped, { kind: "continue" }), [events(9, 8), progress(8), events(7), progress(7), end("next")]);
  expect(times(again)).toEqual([9, 8, 7]);
});

test("a repeated call that ends before the position of the stopped one adds no event twice", () => {
  const stopped = nextSearchState(after(begun(), [events(9, 8), progress(8), events(7), progress(7)]), { kind: "stop" });
  const again = after(nextSearchState(stopped, { kind: "continue" }), [events(9, 8), progress(8), end("next")]);
  expect(times(after(again, [events(7, 6), progress(6), end("more")]))).toEqual([9, 8, 7, 6]);
});

test("progress never goes back when a call begins or is repeated", () => {
  const paused = rest(after(begun(), [many(200), progress(801), end("next")]));
  const asked = after(nextSearchState(paused, { kind: "continue" }), [progress(1000)]);
  expect(mergedUpTo(asked)).toBe(801);
  const next = after(asked, [events(750, 700), progress(700)]);
  expect(mergedUpTo(next)).toBe(700);
  const repeated = nextSearchState(nextSearchState(next, { kind: "stop" }), { kind: "continue" });
  expect(mergedUpTo(after(repeated, [progress(1000), events(750), progress(750)]))).toBe(700);
});

test("progress never goes back with the oldest events first either", () => {
  const asked = nextSearchState(NOT_SEARCHED, {
    kind: "begin",
    span: { from: 0, to: 1000 },
    sources: 1,
    oldestFirst: true,
    ofSameGroups: false,
  });
  const on = after(asked, [events(10, 20), progress(20), end("next", false), progress(0)]);
  expect(mergedUpTo(on)).toBe(20);
  expect(mergedUpTo(after(on, [events(30), progress(30)]))).toBe(30);
});

test("a full list does not continue, and counts as searched only to its last event", () => {
  for (const cursor of ["next", null]) {
    const full = rest(after(begun(), [many(100_500), progress(1000 - 100_499), end(cursor)]));
    expect([full.phase, full.events.length, mergedUpTo(full)]).toEqual(["full", 100_000, 1000 - 99_999]);
    expect(full.sources[0]?.events).toHaveLength(100_001);
    expect(nextSearchState(full, { kind: "continue" })).toBe(full);
  }
  const running = after(begun(), [many(100_500)]);
  expect(nextSearchState(running, { kind: "stop" }).phase).toBe("full");
});

test("a full list of several log groups is not a complete range either", () => {
  const one = after(begun(2), [many(60_000), progress(1000 - 59_999), end(null)]);
  expect(rest(after(one, [many(60_000), progress(1000 - 59_999), end(null)], 1))).toMatchObject({
    phase: "full",
    events: { length: 100_000 },
  });
});

test("exactly the maximum number of events is a complete range", () => {
  expect(rest(after(begun(), [many(100_000), progress(0), end(null)])).phase).toBe("done");
});

test("throttling is shown while it lasts and is not a failure", () => {
  const limited = after(begun(), [{ kind: "limited", continuesInMs: 2000 }]);
  expect([limited.phase, searchTotals(limited).limitedMs]).toEqual(["searching", 2000]);
  expect(searchTotals(after(limited, [events(1)])).limitedMs).toBeNull();
});

test("a failure keeps the rows loaded before it", () => {
  expect(rest(after(begun(), [many(7), failed("unavailable")]))).toMatchObject({
    phase: "failed",
    events: { length: 7 },
    failure: { code: "unavailable" },
  });
});

test("a pattern that AWS rejects restores the previous rows, which can be continued", () => {
  const previous = rest(after(begun(), [many(200), progress(801), end("next")]));
  const refused = after(begun(2, previous), [failed("invalid")], 1);
  expect(refused).toMatchObject({ phase: "paused", events: { length: 200 }, failure: { code: "invalid" }, sources: { length: 1 } });
  const twice = after(begun(1, refused), [failed("invalid")]);
  expect(twice).toMatchObject({ events: { length: 200 }, failure: { code: "invalid" } });
  expect(after(begun(1, twice), [events(5), progress(5)])).toMatchObject({ failure: null, events: { length: 1 } });
});

test("restored rows still name their streams", () => {
  const previous = rest(after(begun(), [many(200), progress(801), end("next")]));
  const narrowed = nextSearchState(previous, {
    kind: "begin",
    span: { from: 0, to: 1000 },
    sources: 1,
    streams: ["web/1"],
    ofSameGroups: true,
  });
  expect(narrowed.streams).toEqual(["web/1"]);
  expect(after(narrowed, [failed("invalid")])).toMatchObject({ streams: [], events: { length: 200 } });
});

test("rows of other log groups are not restored", () => {
  const previous = rest(after(begun(), [many(200), progress(801), end("next")]));
  const elsewhere = nextSearchState(previous, { kind: "begin", span: { from: 0, to: 1000 }, sources: 1, ofSameGroups: false });
  const refused = after(elsewhere, [failed("invalid")]);
  expect(rest(refused)).toMatchObject({ phase: "failed", events: [], failure: { code: "invalid" } });
  expect(after(begun(1, refused), [failed("invalid")]).events).toEqual([]);
});

test("a continued search keeps counting pages", () => {
  const state = nextSearchState(begun(), {
    kind: "part",
    source: 0,
    part: { kind: "progress", searchedTo: 1, pages: 2, emptyPages: 1 },
    before: { pages: 5, emptyPages: 3 },
  });
  expect(searchTotals(state)).toMatchObject({ pages: 7, emptyPages: 4 });
});

test("the first events of a page are shown before the page is complete", () => {
  expect(times(after(begun(), [events(9, 8)]))).toEqual([9, 8]);
  const both = after(begun(2), [events(9, 5)]);
  expect(times(both)).toEqual([]);
  expect(times(after(both, [events(8, 7)], 1))).toEqual([9, 8, 7]);
});

test("events are shown as they arrive with the oldest first too", () => {
  const asked = nextSearchState(NOT_SEARCHED, {
    kind: "begin",
    span: { from: 0, to: 1000 },
    sources: 2,
    oldestFirst: true,
    ofSameGroups: false,
  });
  const one = after(asked, [events(1, 5)]);
  expect(times(one)).toEqual([]);
  expect(times(after(one, [events(2, 3)], 1))).toEqual([1, 2, 3]);
});

test("with several log groups, an event is shown only when no other group can precede it", () => {
  const one = after(begun(2), [events(90, 50), progress(50), end("a")]);
  expect(times(one)).toEqual([]);
  const both = after(one, [events(80, 70), progress(70), end("b")], 1);
  expect(times(both)).toEqual([90, 80, 70]);
  expect([mergedUpTo(both), sourcesBehind(both)]).toEqual([70, [1]]);
  const more = after(both, [events(60), progress(40), end(null)], 1);
  expect(times(more)).toEqual([90, 80, 70, 60, 50]);
  expect(more.events.map(({ source, key }) => [source, key])).toEqual([
    [0, "0.90"],
    [1, "1.80"],
    [1, "1.70"],
    [1, "1.60"],
    [0, "0.50"],
  ]);
});

test("a failed log group does not delay the others, and is not merged again out of order", () => {
  const state = after(after(begun(2), [failed("not-allowed")]), [events(80), progress(0), end(null)], 1);
  expect(times(state)).toEqual([80]);
  const done = rest(state);
  expect([done.phase, done.sources[0]?.failure?.code]).toEqual(["done", "not-allowed"]);
  expect(nextSearchState(done, { kind: "continue" }).sources[0]?.phase).toBe("failed");
});

test("when all fail, those whose events would still be in order are retried", () => {
  const denied = after(begun(3), [failed("not-allowed")]);
  const one = after(denied, [events(90, 60, 40), progress(40), end("a"), failed("unavailable")], 1);
  const both = rest(after(one, [events(80), progress(70), end("b"), failed("unavailable")], 2));
  expect([both.phase, times(both)]).toEqual(["failed", [90, 80]]);
  const again = nextSearchState(both, { kind: "continue" });
  expect(again.sources.map(({ phase }) => phase)).toEqual(["failed", "open", "open"]);
  expect(sourcesBehind(again)).toEqual([2]);
  expect(times(after(again, [events(65, 50), progress(50), end("c")], 2))).toEqual([90, 80, 65, 60, 50]);
});

test("when all fail, a log group without results does not hold back the results of another", () => {
  const one = after(begun(2), [events(90, 40), progress(40), failed("unavailable")]);
  const both = rest(after(one, [failed("not-allowed")], 1));
  expect([both.phase, times(both), mergedUpTo(both)]).toEqual(["failed", [90, 40], 40]);
});

test("with the oldest first, results are complete up to the slowest log group", () => {
  const oldest = after(begun(2), [end("a", false)]);
  const state = after(after(oldest, [end("b", false)], 1), [events(10, 30), progress(30)]);
  expect(times(after(state, [events(5, 20), progress(20)], 1))).toEqual([5, 10, 20]);
});

const query = (running: boolean, scannedBytes: number): LogSearchPart =>
  ({ ...progress(500), query: { running, scannedBytes } }) as LogSearchPart;

test("scanned bytes are summed, including those of the running query", () => {
  const state = after(begun(), [query(true, 10), query(false, 30), query(true, 5)]);
  expect([searchTotals(begun()).scannedBytes, searchTotals(state).scannedBytes]).toEqual([null, 35]);
});

test("a stopped or interrupted query counts as billed too", () => {
  const stopped = nextSearchState(after(begun(), [query(false, 30), query(true, 20)]), { kind: "stop" });
  const again = nextSearchState(stopped, { kind: "continue" });
  expect(searchTotals(again).scannedBytes).toBe(50);
  const broken = rest(after(again, [query(true, 5), failed("unavailable")]));
  expect(searchTotals(after(nextSearchState(broken, { kind: "continue" }), [query(true, 1), query(false, 40)])).scannedBytes).toBe(95);
});
