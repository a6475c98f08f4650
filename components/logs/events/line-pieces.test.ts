import { expect, test } from "vitest";
import { linePieces } from "./highlight-terms.ts";

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
