import { expect, test } from "vitest";
import { quantile, spreadOf } from "./spread.ts";

test("nothing measured is no figure", () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test("a quantile lies between its neighbours in order of size, not of arrival", () => {
  expect(quantile([30, 10, 20], 0.5)).toBe(20);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8);
});

test("a spread names the median, the ends and how often it was measured", () => {
  expect(spreadOf([9.24, 8, 31], 1).text).toBe("9.2 (8.0–31.0, n 3)");
});
