import { expect, test } from "vitest";
import { fits, globOf, literal } from "./glob.ts";

test.each([
  ["", "", true],
  ["", "a", false],
  ["*", "", true],
  ["?", "", false],
  ["a", "*", false],
  ["a*", "a", true],
  ["a*c", "abcbc", true],
  ["a*c", "abcb", false],
  ["a*b*c", "axbxbc", true],
  ["a**c", "abc", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["*a?", "aab", true],
  ["abc", "ab", false],
  ["ab", "abc", false],
  ["any", "any", true],
  ["one", "x", false],
  ["?", "😀", true],
])("%j matches %j: %s", (pattern, value, expected) => {
  expect(fits(globOf(pattern), value)).toBe(expected);
});

test("literal text matches only itself", () => {
  expect(fits(literal("a*?"), "a*?")).toBe(true);
  expect(fits(literal("*"), "a")).toBe(false);
  expect(fits(literal("?"), "a")).toBe(false);
});
