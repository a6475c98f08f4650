import { expect, test } from "vitest";
import { axisMarks, longNumber, markPlaces, shortNumber, timeMarkPlaces } from "./scale.ts";

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

test("marks of time are evenly spaced at round times of the zone", () => {
  const at = (time: string) => Date.parse(`2026-11-30T${time}:00Z`);
  const marks = (first: string, bins: number, minutes: number, offset = 0) =>
    timeMarkPlaces(at(first), bins, minutes * 60_000, offset * 60_000).map((n) =>
      new Date(at(first) + (n * minutes + offset) * 60_000).toISOString().slice(11, 16),
    );
  expect(marks("04:20", 36, 5)).toEqual(["04:30", "05:00", "05:30", "06:00", "06:30", "07:00"]);
  expect(marks("05:20", 12, 5)).toEqual(["05:20", "05:30", "05:40", "05:50", "06:00", "06:10"]);
  expect(marks("00:00", 24, 60, 330)).toEqual(["05:30", "11:30", "17:30", "23:30"]);
  expect(marks("10:05", 3, 7)).toEqual(["10:05", "10:12", "10:19"]);
  expect([timeMarkPlaces(0, 0, 60_000), timeMarkPlaces(0, 1, 60_000)]).toEqual([[], [0]]);
  // More bins than marks, of a length that no round step is a multiple of.
  expect(timeMarkPlaces(0, 100, 7 * 60_000).length).toBeLessThanOrEqual(6);
});
