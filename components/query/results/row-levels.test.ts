import { expect, test } from "vitest";
import { levelsOf } from "./row-levels.ts";

test("levels are those of the log page, in the order shown, and none without a column for them", () => {
  const table = {
    columns: ["n", "level"],
    rows: [
      ["0", "FATAL"],
      ["1", null],
      ["2", "warning"],
      ["3", "purple"],
    ],
  };
  expect(levelsOf(table, [2, 3, 1, 0])).toEqual(["warn", null, null, "error"]);
  expect(levelsOf({ columns: ["n"], rows: [["error"]] }, [0])).toEqual([]);
});
