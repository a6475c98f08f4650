import { expect, test } from "vitest";
import { isTime, readStats } from "./read-stats.ts";
import { tokenizeQuery } from "./tokenize-query.ts";

const names = (query: string) => {
  const stats = readStats(query);
  return stats && { aggregates: stats.aggregates.map(({ name }) => name), groups: stats.groups.map(({ name }) => name) };
};

test("a query without stats has no aggregates, also if the word is in a comment or a text", () => {
  expect(readStats("fields @message | limit 5")).toBeUndefined();
  expect(readStats('filter @message like "stats count(*)" # | stats count(*)')).toBeUndefined();
});

test.each([
  ["stats count(*)", { aggregates: ["count(*)"], groups: [] }],
  ["stats count(*) as requests, pct(ms, 99) as p99 by bin(5m), status", { aggregates: ["requests", "p99"], groups: ["bin(5m)", "status"] }],
  ["filter a > 1\n| STATS sum( bytes ) / 1024 AS kb BY `user name`", { aggregates: ["kb"], groups: ["user name"] }],
  ['stats avg(a) + max(b) by strcontains(path, ",")', { aggregates: ["avg(a) + max(b)"], groups: ['strcontains(path, ",")'] }],
  ["stats count(*) as n by bin(1m) as t, host | stats max(n) by host", { aggregates: ["max(n)"], groups: ["host"] }],
])("the columns of %s", (query, columns) => {
  expect(names(query)).toEqual(columns);
});

test("the function of a column is known only if it is the whole expression", () => {
  const stats = readStats("stats count(a) / count(b), pct(ms, 99) by bin(5m) as t, datefloor(@timestamp, 1h), host");
  expect(stats?.aggregates.map(({ call, args }) => [call, args])).toEqual([
    ["", ""],
    ["pct", "ms, 99"],
  ]);
  expect(stats?.groups.map(isTime)).toEqual([true, true, false]);
});

test("a slash begins a regular expression only where one may stand", () => {
  const kinds = (query: string) => tokenizeQuery(query).map(({ kind, text }) => `${kind} ${text}`);
  expect(kinds("filter a / b > 1 and @message like /x\\/y|z/i")).toEqual([
    "word filter",
    "word a",
    "sign /",
    "word b",
    "sign >",
    "number 1",
    "word and",
    "word @message",
    "word like",
    "regex /x\\/y|z/",
    "word i",
  ]);
  expect(kinds("parse @message /id=(?<id>\\d+)/ | limit 2")).toContain("regex /id=(?<id>\\d+)/");
});

test("an unfinished text or regular expression ends with its line", () => {
  expect(tokenizeQuery('filter a = "x\n| limit 5').map(({ text }) => text)).toEqual(["filter", "a", "=", '"x', "|", "limit", "5"]);
});
