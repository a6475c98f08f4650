import { expect, test } from "vitest";
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
