import { expect, test } from "vitest";
import { distance, largestByChance } from "./by-chance.ts";
import { quantileAround } from "./spread.ts";

const compare = (one: readonly number[], other: readonly number[]) => quantileAround(one, 0.9) / quantileAround(other, 0.9);

/** 600 times of 10 to 11 ms, of which one of `pauses` is paused for 5 to 15 ms: `shift` changes which. */
const timesWith = (pauses: number, shift: number, factor = 1) =>
  Array.from({ length: 600 }, (_, n) => {
    const at = (n * 7 + shift) % 600;
    return factor * (10 + (at % 13) / 13 + (at % pauses === 0 ? 5 + ((at * 31) % 100) / 10 : 0));
  });

test("series of different length are no pairs", () => {
  expect(() => largestByChance([1], [1, 2], compare)).toThrow(RangeError);
});

test("a difference of a tenth of every time is more than chance", () => {
  const [slower, usual] = [timesWith(40, 3, 1.1), timesWith(40, 0)];
  expect(distance(compare(slower, usual))).toBeGreaterThan(largestByChance(slower, usual, compare));
});

test("the same times in another order differ by no more than chance", () => {
  const [one, other] = [timesWith(20, 3), timesWith(20, 0)];
  expect(distance(compare(one, other))).toBeLessThanOrEqual(largestByChance(one, other, compare));
});

test("where pauses begin at the quantile itself, chance makes large differences", () => {
  expect(largestByChance(timesWith(10, 3), timesWith(10, 0), compare)).toBeGreaterThan(1.3);
});

test("equal series differ by nothing, whatever is exchanged", () => {
  const times = timesWith(10, 0);
  expect(largestByChance(times, times, compare)).toBe(1);
});

test("a ratio is as far from 1 as its reciprocal", () => {
  expect(distance(0.8)).toBe(distance(1.25));
});
