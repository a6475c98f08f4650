import { expect, test } from "vitest";
import { errorPlace, withoutPlace } from "./error-place.ts";

test("a position is a line and a column, also at the ends of the text", () => {
  expect(errorPlace("", 0)).toEqual({ line: 1, column: 1 });
  expect(errorPlace("a\nbc", 3)).toEqual({ line: 2, column: 2 });
  expect(errorPlace("a\n", 2)).toEqual({ line: 2, column: 1 });
});

test("the place is said once, in one counting", () => {
  expect(withoutPlace("unexpected symbol found ( at line 1 and position 30")).toBe("unexpected symbol found (");
  expect(withoutPlace("Unknown function: position")).toBe("Unknown function: position");
});
