import { expect, test } from "vitest";
import type { LogEventView } from "#lib/logs/log-view.ts";
import { findInEvents, hitBeside, ROWS_PER_STEP } from "./find-in-events.ts";

const events = (messages: readonly string[]): LogEventView[] =>
  messages.map((message, n) => ({ id: String(n), at: n, ingestedAt: n, stream: "s", message }));

test("nothing found has no next", () => {
  expect(hitBeside([], 3, 1)).toBeNull();
});

test("what means something in a regular expression is only text", () => {
  expect(findInEvents(events(["a.c", "abc", "(a+)+$"]), "(A+)+$", 0)).toEqual([2]);
});

test("a step looks at its rows and no others", () => {
  const many = events(Array.from({ length: ROWS_PER_STEP + 2 }, () => "hit"));
  expect(findInEvents(many, "hit", 0)).toHaveLength(ROWS_PER_STEP);
  expect(findInEvents(many, "hit", ROWS_PER_STEP)).toEqual([ROWS_PER_STEP, ROWS_PER_STEP + 1]);
});

test("the next hit goes round the end, both ways", () => {
  const hits = [2, 5, 9];
  expect([hitBeside(hits, -1, 1), hitBeside(hits, 5, 1), hitBeside(hits, 9, 1)]).toEqual([2, 9, 2]);
  expect([hitBeside(hits, 5, -1), hitBeside(hits, 2, -1)]).toEqual([2, 9]);
});
