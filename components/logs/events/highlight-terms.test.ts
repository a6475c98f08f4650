import { expect, test } from "vitest";
import { highlightTerms, termsOf } from "./highlight-terms.ts";

test("a JSON selector and an exclusion have no terms to highlight", () => {
  expect(termsOf('{ $.level = "error" }')).toEqual([]);
  expect(termsOf('-debug charge "two words" ?maybe')).toEqual(["charge", "two words", "maybe"]);
});

test("each match is highlighted and the line is complete", () => {
  const pieces = highlightTerms("charge a charge", ["charge"]);
  expect(pieces.map(({ text }) => text).join("")).toBe("charge a charge");
  expect(pieces.filter(({ hit }) => hit)).toHaveLength(2);
});

test("regular expression syntax in a term has no meaning", () => {
  expect(highlightTerms("a(.*)+b", ["(.*)+"]).filter(({ hit }) => hit)).toEqual([{ text: "(.*)+", hit: true }]);
});

test("a case-insensitive match keeps its spelling", () => {
  expect(highlightTerms("Charge", ["cHARGE"], "any-case")).toEqual([{ text: "Charge", hit: true }]);
  expect(highlightTerms("İx x", ["X"], "any-case").map(({ text }) => text)).toEqual(["İx x"]);
});
