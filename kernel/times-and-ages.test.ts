import { expect, test } from "vitest";
import { ageOf, spanOf, timeLeft } from "./times-and-ages.ts";

const HOUR = 3_600_000;

test.each([
  [-5, "under a minute"],
  [59_999, "under a minute"],
  [60_000, "1 min"],
  [HOUR - 1, "59 min"],
  [HOUR, "1 h"],
  [23 * HOUR, "23 h"],
  [24 * HOUR, "1 d"],
  [27 * HOUR, "1 d 3 h"],
  [80 * HOUR, "3 d"],
  [300 * HOUR, "12 d"],
])("a span of %i ms reads %s", (ms, words) => {
  expect(spanOf(ms)).toBe(words);
});

test("an age and a time left name their direction, and a clock that runs ahead shows no negative age", () => {
  expect(ageOf(10 * HOUR, 8 * HOUR)).toBe("2 h ago");
  expect(ageOf(0, 30_000)).toBe("just now");
  expect(timeLeft(0, 22 * HOUR)).toBe("in 22 h");
  expect(timeLeft(1, 1)).toBe("expired");
});

test.each([
  [7 * 24 * HOUR - 1, "in 7 d"],
  [3 * 24 * HOUR, "in 3 d"],
  [26 * HOUR + 1, "in 1 d 3 h"],
  [HOUR - 1, "in 1 h"],
  [61_000, "in 2 min"],
  [59_000, "in under a minute"],
])("%i ms before its end something ends %s: a week that has just begun is a week", (ms, words) => {
  expect(timeLeft(0, ms)).toBe(words);
});
