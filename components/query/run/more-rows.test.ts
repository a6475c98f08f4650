import { expect, test } from "vitest";
import { appendedRows, charactersOf, MOST_CHARACTERS, moreAfter } from "./more-rows.ts";

test("no further page is loaded once the rows need too much memory", () => {
  expect(moreAfter("next", MOST_CHARACTERS)).toEqual({ kind: "full" });
  expect(moreAfter("next", MOST_CHARACTERS - 1)).toEqual({ kind: "loading", cursor: "next" });
  expect(moreAfter(null, MOST_CHARACTERS)).toEqual({ kind: "none" });
});

test("values stay in their columns when the next page has other columns in another order", () => {
  const table = { columns: ["a", "b"], rows: [["a1", "b1"]] };
  const after = appendedRows(table, { columns: ["c", "b"], rows: [["c2", "b2"]] });
  expect(after.columns).toEqual(["a", "b", "c"]);
  expect(after.rows).toEqual([
    ["a1", "b1"],
    [null, "b2", "c2"],
  ]);
});

test("a page without rows changes nothing, and the first page of rows brings its columns", () => {
  const table = { columns: ["a"], rows: [["1"]] };
  expect(appendedRows(table, { columns: [], rows: [] })).toBe(table);
  expect(appendedRows({ columns: [], rows: [] }, table)).toEqual(table);
});

test("characters are those of the values", () => {
  expect(charactersOf([["abc", null], ["d"]])).toBe(4);
});
