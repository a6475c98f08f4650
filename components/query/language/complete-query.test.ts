import { expect, test } from "vitest";
import { completeQuery, type QueryField } from "./complete-query.ts";
import { fieldInQuery, RESERVED } from "./field-queries.ts";
import { COMMANDS, KEYWORDS } from "./insights-words.ts";

const FIELDS: readonly QueryField[] = [
  { name: "stack", type: "text", share: 0.04 },
  { name: "status", type: "number", share: 0.98 },
  { name: "store.country", type: "text", share: 0.61 },
];
/** Completes at the place of `^`. */
const complete = (marked: string, explicit = false) => completeQuery(marked.replace("^", ""), marked.indexOf("^"), FIELDS, explicit);
const labels = (marked: string, explicit = false) => complete(marked, explicit)?.options.map(({ label }) => label);

test.each([
  ["inside a text", 'filter a = "st^'],
  ["inside a comment", "# st^"],
  ["inside a regular expression", "filter a like /st^"],
  ["behind as, where a new name stands", "stats count(*) as st^"],
  ["in a number", "limit 10^"],
  ["before the first character, unasked", "filter ^"],
  ["for a word that nothing begins with", "filter zzz^"],
  ["for a word that is complete", "stats count(*) by status^"],
])("nothing is offered %s", (_, marked) => {
  expect(complete(marked)).toBeUndefined();
});

test("fields come first, those of most events at the top, then functions, then commands on a new line", () => {
  expect(labels('filter level = "error" and st^')).toEqual(["status", "store.country", "stack", "strcontains", "strlen", "stats"]);
  expect(complete('filter level = "error" and st^')?.from).toBe('filter level = "error" and '.length);
  expect(complete("filter st^")?.options.at(-1)).toMatchObject({ section: "Commands", insert: "\n| stats |" });
});

test("only commands are offered where a command begins", () => {
  expect(labels("st^")).toEqual(["stats"]);
  expect(labels("fields a\n| ^", true)).toContain("filter");
  expect(labels("fields a\n| ^", true)).not.toContain("status");
});

test("aggregates are offered only in stats", () => {
  expect(labels("filter cou^")).toEqual(["store.country"]);
  expect(labels("stats cou^")).toEqual(["store.country", "count", "count_distinct"]);
  expect(labels("stats count(*) | filter cou^")).toEqual(["store.country"]);
});

test("a part of a nested name is found", () => {
  expect(labels("filter country^")).toEqual(["store.country"]);
});

test.each([
  ["status", "status"],
  ["@timestamp", "@timestamp"],
  ["user.id", "user.id"],
  ["user-agent", "`user-agent`"],
  ["sort", "`sort`"],
  ["1st", "`1st`"],
])("the field %s is written %s", (name, written) => {
  expect(fieldInQuery(name)).toBe(written);
});

test("a field can't have the name of any command or keyword without backticks", () => {
  for (const word of [...KEYWORDS, ...COMMANDS.map(({ name }) => name)]) expect(RESERVED).toContain(word.toLowerCase());
});
