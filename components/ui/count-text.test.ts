import { expect, test } from "vitest";
import { countText } from "./count-text.ts";

test.each([
  [0, "0 events"],
  [1, "1 event"],
  [2, "2 events"],
  [12_345, "12,345 events"],
])("%i has the right form of the noun and thousands separators", (count, text) => {
  expect(countText(count, "event")).toBe(text);
});

test("an irregular plural is given", () => {
  expect(countText(1, "match", "matches")).toBe("1 match");
  expect(countText(3, "match", "matches")).toBe("3 matches");
});
