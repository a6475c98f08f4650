import { expect, test } from "vitest";
import { highlightTerms, termsOf } from "./highlight-terms.ts";

test("a JSON selector and an exclusion have no words to mark", () => {
  expect(termsOf('{ $.level = "error" }')).toEqual([]);
  expect(termsOf('-debug charge "two words" ?maybe')).toEqual(["charge", "two words", "maybe"]);
});

test("each hit is marked and the line is whole", () => {
  const pieces = highlightTerms("charge a charge", ["charge"]);
  expect(pieces.map(({ text }) => text).join("")).toBe("charge a charge");
  expect(pieces.filter(({ hit }) => hit)).toHaveLength(2);
});

test("words that mean something in a regular expression are only words", () => {
  expect(highlightTerms("a(.*)+b", ["(.*)+"]).filter(({ hit }) => hit)).toEqual([{ text: "(.*)+", hit: true }]);
});

test("in any case a hit is marked as it is spelt", () => {
  expect(highlightTerms("Charge", ["cHARGE"], "any-case")).toEqual([{ text: "Charge", hit: true }]);
  expect(highlightTerms("İx x", ["X"], "any-case").map(({ text }) => text)).toEqual(["İx x"]);
});
