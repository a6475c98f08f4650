import { expect, test } from "vitest";
import { highlightTerms, linePieces, termsOf } from "./highlight-terms.ts";

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

const pieces = (line: string) => linePieces(line, JSON.parse(line) as Record<string, unknown>);

test.each(['{"msg":7}', '{"a":"b"}', '{"msg":""}', '{"msg":"caf\\u00e9"}'])("%s has no separate message", (line) => {
  expect(pieces(line)).toEqual({ before: "", message: line, after: "" });
});

test("plain text is all message", () => {
  expect(linePieces("GET /", null).message).toBe("GET /");
});

test("the message is located by its field name, not by equal text in another field", () => {
  const line = '{"level":"charge","msg":"charge","n":1}';
  expect(pieces(line)).toEqual({ before: '{"level":"charge","msg":"', message: "charge", after: '","n":1}' });
});
