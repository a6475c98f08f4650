import { expect, test } from "vitest";
import { quantile, spreadOf } from "./spread.ts";

test("a quantile of nothing throws", () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test("a quantile is interpolated between the sorted values", () => {
  expect(quantile([30, 10, 20], 0.5)).toBe(20);
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8);
});

test("a spread contains the median, the minimum, the maximum and the number of measurements", () => {
  expect(spreadOf([9.24, 8, 31], 1).text).toBe("9.2 (8.0–31.0, n 3)");
});
