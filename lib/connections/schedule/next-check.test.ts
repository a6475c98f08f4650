import { expect, test } from "vitest";
import {
  isConfirmation,
  nextCheckAfterSecure,
  nextCheckForPending,
  nextCheckForRetiring,
  nextRegularCheck,
  nextTryAfterInconclusive,
  nextTryOfNewRole,
  RETIRES_WITHIN_MS,
  WAIT_FOR_AWS_MS,
} from "./next-check.ts";

const now = new Date("2026-11-24T12:00:00Z");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ago = (ms: number) => new Date(now.getTime() - ms);
const waits = (at: Date) => at.getTime() - now.getTime();

test("a denial of a new role may be propagation delay for two minutes, and a previous ID is accepted for at most seven days", () => {
  expect(WAIT_FOR_AWS_MS).toBe(2 * MINUTE);
  expect(RETIRES_WITHIN_MS).toBe(7 * 24 * HOUR);
});

test("a regular check comes after twelve hours, earlier or later by a tenth at most, evenly spread", () => {
  const hours = [0, 0.25, 0.5, 0.75, 1].map((chance) => waits(nextRegularCheck(now, chance)) / HOUR);
  expect(hours).toEqual([10.8, 11.4, 12, 12.6, 13.2]);
});

test("a new role is confirmed after one minute and four more, and then checked regularly", () => {
  expect([0, 1, 2, 3].map((step) => waits(nextCheckAfterSecure(step, now, 0.5)))).toEqual([MINUTE, 4 * MINUTE, 12 * HOUR, 12 * HOUR]);
  expect([0, 1, 2, 3].filter(isConfirmation)).toEqual([1, 2]);
});

test("a new role is tried after 3, 5, 8 and 12 seconds, then every 15", () => {
  expect([1, 2, 3, 4, 5, 99].map((tries) => waits(nextTryOfNewRole(tries, now)) / SECOND)).toEqual([3, 5, 8, 12, 15, 15]);
});

test("after inconclusive runs the pause doubles from one minute up to half an hour", () => {
  expect([1, 2, 3, 5, 6, 40].map((inARow) => waits(nextTryAfterInconclusive(inARow, now)) / MINUTE)).toEqual([1, 2, 4, 16, 30, 30]);
});

test.each([
  [0, MINUTE],
  [HOUR / 2 - 1, MINUTE],
  [HOUR / 2, 10 * MINUTE],
  [24 * HOUR - 1, 10 * MINUTE],
  [24 * HOUR, HOUR],
])("a new ID that is %i ms old is tried again after %i ms", (age, wait) => {
  expect(waits(nextCheckForPending(ago(age), now))).toBe(wait);
});

test.each([
  [0, MINUTE],
  [10 * MINUTE - 1, MINUTE],
  [10 * MINUTE, HOUR],
])("a previous ID that was replaced %i ms ago is checked again after %i ms", (age, wait) => {
  expect(waits(nextCheckForRetiring(ago(age), now))).toBe(wait);
});
