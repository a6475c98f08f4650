import { expect, test } from "vitest";
import { ageOf, spanOf, timeLeft, utcShort, waitingText } from "./times-and-ages.ts";

const HOUR = 3_600_000;

test.each([
  [-5, "0 s"],
  [42_000, "42 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [HOUR - 1, "59 min"],
  [HOUR, "1 h"],
  [2 * HOUR + 16 * 60_000, "2 h 16 min"],
  [2.5 * HOUR, "2 h 30 min"],
  [6.5 * HOUR, "6 h"],
  [17 * HOUR + 60_000, "17 h"],
  [23 * HOUR, "23 h"],
  [24 * HOUR, "1 d"],
  [27 * HOUR, "1 d 3 h"],
  [80 * HOUR, "3 d"],
  [300 * HOUR, "12 d"],
])("a span of %i ms reads %s", (ms, words) => {
  expect(spanOf(ms)).toBe(words);
});

test("an age ends in 'ago' and a time left begins with 'in'; an age is never negative", () => {
  expect(ageOf(10 * HOUR, 8 * HOUR)).toBe("2 h ago");
  expect(ageOf(0, 30_000)).toBe("just now");
  expect(ageOf(9_999, 0)).toBe("just now");
  expect(ageOf(10_000, 0)).toBe("10 s ago");
  expect(timeLeft(0, 22 * HOUR)).toBe("in 22 h");
  expect(timeLeft(1, 1)).toBe("expired");
});

test.each([
  [7 * 24 * HOUR - 1, "in 7 d"],
  [7 * 24 * HOUR + 30_000, "in 7 d"],
  [7 * 24 * HOUR + 120_000, "in 8 d"],
  [3 * 24 * HOUR, "in 3 d"],
  [26 * HOUR + 1, "in 1 d 3 h"],
  [HOUR - 1, "in 1 h"],
  [61_000, "in 2 min"],
  [59_000, "in under a minute"],
])("%i ms before its end the time left is %s: it is rounded up", (ms, words) => {
  expect(timeLeft(0, ms)).toBe(words);
});

test("a time of today is shown without its day, and one of another day in UTC without its time", () => {
  const now = Date.parse("2026-12-01T00:05:00Z");
  expect(utcShort(now, Date.parse("2026-12-01T00:01:02Z"))).toBe("00:01 UTC");
  expect(utcShort(now, Date.parse("2026-11-30T23:59:59Z"))).toBe("30 Nov 2026");
});

test("a step that has just begun does not wait for 0 s", () => {
  expect(waitingText(100_000, 100_000)).toBe("waiting less than 1 min");
  expect(waitingText(100_000, 40_000)).toBe("waiting 1 min");
});
