import { expect, test } from "vitest";
import { errorPlace } from "./error-place.ts";

test("a position is a line and a column, also at the ends of the text", () => {
  expect(errorPlace("", 0)).toEqual({ line: 1, column: 1 });
  expect(errorPlace("a\nbc", 3)).toEqual({ line: 2, column: 2 });
  expect(errorPlace("a\n", 2)).toEqual({ line: 2, column: 1 });
});
