import { expect, test } from "vitest";
import { REST_KEY } from "./chart-of-result.ts";
import { pieSlices } from "./pie-slices.ts";

test("slices are the whole, the largest first, and what is too small to see is one", () => {
  expect(pieSlices(["a", "b", "c"], [1, null, 3]).map(({ name, percent, before }) => [name, percent, before])).toEqual([
    ["c", 75, 0],
    ["a", 25, 75],
    ["b", 0, 100],
  ]);
  const many = pieSlices(
    Array.from({ length: 12 }, (_, n) => `g${n}`),
    Array.from({ length: 12 }, (_, n) => n),
  );
  expect([many.length, many.at(-1)]).toMatchObject([10, { key: REST_KEY, name: "3 others", value: 3 }]);
  expect(many.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
});

test("a whole of nothing has no slice to see", () => {
  expect(pieSlices(["a", "b"], [0, null]).map(({ percent }) => percent)).toEqual([0, 0]);
});
