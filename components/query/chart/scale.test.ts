import { expect, test } from "vitest";
import { axisMarks, longNumber, markPlaces, shortNumber } from "./scale.ts";

test.each([
  [[], [0, 0.5, 1]],
  [[0], [0, 0.5, 1]],
  [
    [97_000, 3],
    [0, 50_000, 100_000],
  ],
  [[2_650], [0, 1000, 2000, 3000]],
  [
    [-4, 9],
    [-5, 0, 5, 10],
  ],
])("an axis for %j has round marks that hold every value: %j", (values, marks) => {
  expect(axisMarks(values)).toEqual(marks);
});

test("numbers are short on the axis and whole in the text", () => {
  expect([0, 999, 50_000, 1_234_567].map(shortNumber)).toEqual(["0", "999", "50K", "1.23M"]);
  expect([2_591_185, 0.123456789, 1e12].map(longNumber)).toEqual(["2,591,185", "0.123457", "1,000,000,000,000"]);
});

test("marks are evenly spaced from the first bin to the last", () => {
  expect([0, 1, 2, 37].map((bins) => markPlaces(bins))).toEqual([[], [0], [0, 1], [0, 9, 18, 27, 36]]);
});
