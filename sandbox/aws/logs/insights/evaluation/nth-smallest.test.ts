import { expect, test } from "vitest";
import { nthSmallest } from "./nth-smallest.ts";

test("there is no number at a position behind the last, and none of no numbers", () => {
  expect(nthSmallest(Float64Array.of(3, 1), 2)).toBeUndefined();
  expect(nthSmallest(new Float64Array(), 0)).toBeUndefined();
});

test.each([
  ["equal numbers", Array.from({ length: 500 }, () => 7)],
  ["ascending numbers", Array.from({ length: 500 }, (_, n) => n)],
  ["descending numbers", Array.from({ length: 500 }, (_, n) => -n)],
  ["few different numbers", Array.from({ length: 500 }, (_, n) => (n * 7919) % 5)],
  ["mixed numbers", Array.from({ length: 501 }, (_, n) => ((n * 7919) % 503) - 250.5)],
])("the number at each position is the one of the sorted list: %s", (_, numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  for (const n of numbers.keys()) expect(nthSmallest(Float64Array.from(numbers), n)).toBe(sorted[n]);
});
