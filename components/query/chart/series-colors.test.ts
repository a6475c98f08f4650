import { expect, test } from "vitest";
import { MOST_SERIES } from "./chart-of-result.ts";
import { NO_VALUE } from "./group-names.ts";
import { seriesColors } from "./series-colors.ts";

const colorsOf = (...names: readonly string[]) => [...seriesColors(names.map((name) => ({ key: name, name }))).values()];

test("levels have the colors of the events page, and a missing value is gray", () => {
  expect(colorsOf("info", "warn", NO_VALUE, "error", "debug", "WARNING")).toEqual([
    "var(--chart-1)",
    "var(--chart-warn)",
    "var(--chart-none)",
    "var(--chart-error)",
    "var(--chart-2)",
    "var(--chart-warn)",
  ]);
});

test("no two series of a chart have the same color, unless their names are words for errors", () => {
  const names = Array.from({ length: MOST_SERIES }, (_, n) => `host-${n}`);
  expect(new Set(colorsOf(...names)).size).toBe(MOST_SERIES);
  expect(new Set(colorsOf("warn", ...names.slice(1))).size).toBe(MOST_SERIES);
});
