import { expect, test } from "vitest";
import { differInSight, endLabels } from "./end-labels.ts";

const line = (name: string, ...values: readonly (number | null)[]) => ({ key: `key of ${name}`, name, values });
const y = (value: number) => 140 - value;

test("a line without values has no label", () => {
  expect(endLabels([line("a", null, null), line("b")], y, 140)).toEqual([]);
});

test("no two labels overlap, and none leaves the chart, however close the lines are", () => {
  for (const value of [0, 1, 70, 140]) {
    const labels = endLabels(
      Array.from({ length: 10 }, (_, n) => line(String(n), value)),
      y,
      140,
    );
    const tops = labels.map(({ top }) => top);
    expect(tops.every((top, n) => n === 0 || top - (tops[n - 1] ?? 0) >= 12)).toBe(true);
    expect([Math.min(...tops) >= -6, Math.max(...tops) <= 134]).toEqual([true, true]);
  }
});

test("a label is at the last value of its line, in the order of the lines from the top", () => {
  expect(endLabels([line("low", 10, 20, null), line("high", 100)], y, 140)).toEqual([
    { key: "key of high", name: "high", top: 34 },
    { key: "key of low", name: "low", top: 114 },
  ]);
});

test("lines whose names begin the same have no labels, because the cut ones would look the same", () => {
  expect(differInSight([line("500"), line("503"), line("(no value)")])).toBe(true);
  expect(differInSight([line("Production, 500"), line("Production, 503")])).toBe(false);
});
