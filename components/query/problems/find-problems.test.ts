import { expect, test } from "vitest";
import { findProblems, problemFrom } from "./find-problems.ts";

const FIELDS = ["status", "request-id"].map((name) => ({ name, type: "text", share: 1 }) as const);

/** The text after the fix of its only problem; null without a fix. */
function fixed(text: string, rejected: string | null = null): string | null {
  const from = rejected === null ? -1 : text.lastIndexOf(rejected);
  const problems = findProblems(text, rejected === null ? null : { from, to: from + rejected.length }, FIELDS);
  expect(problems).toHaveLength(1);
  const fix = problems[0]?.fix ?? null;
  return fix && text.slice(0, fix.from) + fix.insert + text.slice(fix.to);
}

test.each([
  [
    "a query without a mistake",
    "fields @timestamp, @message\n| filter level = 'error' and not (ms > 5)\n| sort @timestamp desc\n| limit 5",
  ],
  ["a command that is still being typed", "fields a | filte"],
  ["a function that is still being typed", "stats coun("],
  ["a command or function that only AWS knows", "anomaly 5 | stats harmonic(ms)"],
  ["a field that is named as a command", "fields a,\nsort, limit\n| filter\nlimit > 5 and\nsort = 1 | stats count(*) by\nsort"],
  ["a misspelled command in a text or a comment", "filter a = 'x | filtr' # | limt 5\n| limit 5"],
  ["a field that is nearly a function", "filter cont > 5 | fields cont, mim"],
  ["a parameter in the place of a command", "{{filtr}} a | limit 5"],
])("%s has no problem", (_, text) => {
  expect(findProblems(text, null, FIELDS)).toEqual([]);
});

test.each([
  ["fields a | filtr b = 1", "fields a | filter b = 1"],
  ["fields a | LIMT 5", "fields a | limit 5"],
  ["stats cont(*) by status", "stats count(*) by status"],
  ["filter stcontains(a, 'b') = 1", "filter strcontains(a, 'b') = 1"],
  ["stats count(*) by status\nlimit 5", "stats count(*) by status\n| limit 5"],
  ["filter (a = 1)\n  sort b desc", "filter (a = 1)\n  | sort b desc"],
])("%j becomes %j", (text, right) => {
  expect(fixed(text)).toBe(right);
});

test.each([
  ["stat count(*)", "stat", "stats count(*)"],
  ["stats count(*) by statsu", "statsu", "stats count(*) by status"],
  ["stats count(*) yb status", "yb", "stats count(*) by status"],
  ["filter a = 1 limit 5", "limit", "filter a = 1 | limit 5"],
  ["stats count(*) by bin(5m) status", "status", "stats count(*) by bin(5m), status"],
  ["fields a b", "b", "fields a, b"],
  ["filter `requst-id` = 1", "`requst-id`", "filter `request-id` = 1"],
  ["filter requst-id = 1", "requst-id", "filter `request-id` = 1"],
  ["filter `statsu` = 1", "`statsu`", "filter status = 1"],
])("where AWS can't read %j at %j, the fix makes it %j", (text, rejected, right) => {
  expect(fixed(text, rejected)).toBe(right);
});

test.each([
  ["filter a = = 1", "= 1"],
  ["filter a b", "b"],
  ["filter `request-id` == 1", "`request-id`"],
  ["filter a like `yb`", "`yb`"],
  ["fields a | frobnicate 5", "frobnicate"],
])("where AWS can't read %j at %j, nothing is proposed", (text, rejected) => {
  expect(fixed(text, rejected)).toBeNull();
});

test("a word that the portal refuses is a problem with its reason, and where the query was rejected the page has the sentence", () => {
  const text = 'SOURCE "/a" | fields a';
  expect(findProblems(text, null, FIELDS)).toMatchObject([
    { from: 0, to: 6, rejected: false, sentence: expect.stringContaining("SOURCE") },
  ]);
  expect(findProblems(text, { from: 0, to: 6 }, FIELDS)).toEqual([{ from: 0, to: 6, rejected: true, sentence: null, fix: null }]);
});

test("a hint stays when AWS has rejected its place", () => {
  const [found] = findProblems("fields a | filtr b = 1", { from: 11, to: 16 }, FIELDS);
  expect(found).toMatchObject({
    rejected: true,
    sentence: "filtr is not a known command. Did you mean filter?",
    fix: { insert: "filter" },
  });
});

test("keys go from problem to problem in both directions, around the ends, also if none is there", () => {
  const problems = findProblems("fields a | filtr b | limt 5", null, FIELDS);
  const at = problems.map(({ from }) => from);
  expect(at).toEqual([11, 21]);
  expect([0, 11, 15, 21, 27].map((cursor) => problemFrom(problems, cursor, 1)?.from)).toEqual([11, 21, 21, 11, 11]);
  expect([0, 11, 15, 21, 27].map((cursor) => problemFrom(problems, cursor, -1)?.from)).toEqual([21, 21, 11, 11, 21]);
  expect(problemFrom([], 5, 1)).toBeUndefined();
});
