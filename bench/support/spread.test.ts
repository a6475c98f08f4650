import { expect, test } from "vitest";
import { quantile, quantileAround, spreadOf } from "./spread.ts";

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

/** 200 times of 10 ms, of which so many are paused and take 20 ms. */
const timesWith = (paused: number) => [...Array<number>(200 - paused).fill(10), ...Array<number>(paused).fill(20)];

test("an average around a quantile of nothing throws", () => {
  expect(() => quantileAround([], 0.9)).toThrow(RangeError);
});

test("the average around a quantile shows when all, or the slower tenth of the values, become slower", () => {
  expect(quantileAround(timesWith(0), 0.9)).toBe(10);
  expect(
    quantileAround(
      timesWith(0).map((ms) => ms * 1.2),
      0.9,
    ),
  ).toBeCloseTo(12);
  expect(quantileAround(timesWith(40), 0.9)).toBe(20);
});

test("one more pause changes the quantile twofold, and the average around it little", () => {
  expect(quantile(timesWith(21), 0.9) / quantile(timesWith(19), 0.9)).toBe(2);
  expect(quantileAround(timesWith(21), 0.9) / quantileAround(timesWith(19), 0.9)).toBeLessThan(1.07);
});
