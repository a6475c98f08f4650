import { expect, test } from "vitest";
import table from "./filter-patterns.json" with { type: "json" };
import { parseFilterPattern } from "./parse-filter-pattern.ts";

test.each(table.refused)("rejects %s", (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(expect.objectContaining({ code: "InvalidParameterException" }));
});

test.each(table.cases)("$pattern on $message", ({ pattern, message, expected }) => {
  expect(parseFilterPattern(pattern)(message)).toBe(expected);
});
