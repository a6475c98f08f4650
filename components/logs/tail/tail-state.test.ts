import { expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";
import { billedMinutes, LEAD_MS, nextTail, shownSpan, TAIL_MS, TAIL_OFF, type TailState } from "./tail-state.ts";

const event = (id: string, at: number): LogEventView => ({ id, at, ingestedAt: at, stream: "s", message: "m" });
const start = () => nextTail(TAIL_OFF, { kind: "start", at: 1_000_000, by: "reads" });
const answer = (state: TailState, at: number, ...events: LogEventView[]) =>
  nextTail(state, { kind: "events", at, batches: [{ source: 0, events }], sampled: false });

test.each([["not-allowed"], ["not-found"], ["invalid"], ["signed-out"]])(
  "a permanent failure ends the tail at once with its message: %s",
  (code) => {
    expect(nextTail(start(), { kind: "failed", code, message: "No." })).toMatchObject({ phase: "ended", note: "No." });
  },
);

test("throttling and a broken connection are retried a limited number of times", () => {
  let state = start();
  for (let n = 0; n < 4; n++) state = nextTail(state, { kind: "failed", code: "limited", message: "AWS is limiting us." });
  expect(state).toMatchObject({ phase: "on", note: "AWS is limiting us." });
  expect(answer(state, 1_000_001)).toMatchObject({ consecutiveFailures: 0, note: null });
  expect(nextTail(state, { kind: "failed", code: "unavailable", message: "Gone." })).toMatchObject({ phase: "ended", note: "Gone." });
});

test("a tail ends after half an hour, and at twenty thousand rows", () => {
  expect(answer(start(), 1_000_000 + TAIL_MS).phase).toBe("ended");
  const rows = Array.from({ length: 20_000 }, (_, n) => event(String(n), 1_000_000));
  expect(answer(start(), 1_000_002, ...rows)).toMatchObject({ phase: "ended", events: { length: 20_000 } });
});

test("a tail that ended or is off ignores further steps", () => {
  const ended = nextTail(start(), { kind: "end", why: null });
  expect(answer(ended, 1_000_002, event("a", 1))).toBe(ended);
  expect(answer(TAIL_OFF, 1_000_002, event("a", 1))).toBe(TAIL_OFF);
});

test("an event that is read twice is added once, and a late one in order of arrival", () => {
  const first = answer(start(), 1_000_002, event("b", 1_000_001), event("a", 1_000_000));
  const then = answer(first, 1_000_004, event("late", 999_990), event("c", 1_000_003), event("b", 1_000_001));
  expect(then.events.map(({ key }) => key)).toEqual(["0.a", "0.b", "0.late", "0.c"]);
});

test("switching to AWS's Live Tail keeps the rows and the end time", () => {
  const reads = answer(start(), 1_000_002, event("a", 1_000_000));
  const aws = nextTail(reads, { kind: "start", at: 1_600_000, by: "aws" });
  expect(aws).toMatchObject({ by: "aws", events: { length: 1 }, span: reads.span });
});

test("AWS bills the minutes of its Live Tail, but not the free reads before it", () => {
  const reads = answer(start(), 1_000_002, event("a", 1_000_000));
  expect(billedMinutes(reads, 1_600_000)).toBe(0);
  const aws = nextTail(reads, { kind: "start", at: 1_600_000, by: "aws" });
  expect([1_600_000, 1_660_000, 1_660_001].map((now) => billedMinutes(aws, now))).toEqual([1, 1, 2]);
});

test("the time range of a live tail is the time it has followed, not that of the previous search", () => {
  const searched = { from: 1, to: 2 };
  expect(shownSpan(TAIL_OFF, searched, 1_000_005)).toBe(searched);
  const followed = answer(start(), 1_000_002, event("a", 1_000_001));
  expect(shownSpan(followed, searched, 1_000_005)).toEqual({ from: 1_000_000 - LEAD_MS, to: 1_000_005 });
  const ended = nextTail(followed, { kind: "end", why: null });
  expect(shownSpan(ended, searched, 9_000_000)).toEqual(followed.span);
});
