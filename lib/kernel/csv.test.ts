import { expect, test } from "vitest";
import { csvRow } from "./csv.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])("%j is no formula any more", (cell) => {
  expect(csvRow([cell])).toBe(`"'${cell}"\r\n`);
});

test("quotes are doubled, and commas and line breaks stay in their cell", () => {
  expect(csvRow(['a"b', "c,d", "e\r\nf", ""])).toBe('"a""b","c,d","e\r\nf",""\r\n');
});
