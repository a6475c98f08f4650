import { describe, expect, test } from "vitest";
import { insightsQuery, type QueriedPage } from "./insights-query.ts";

const page = (pattern: string, more: Partial<QueriedPage> = {}): QueriedPage => ({
  pattern,
  from: 1000,
  to: 2000,
  newestFirst: true,
  limit: 10,
  ...more,
});
/** The filters for a pattern, without the one for the time range. */
const filtersOf = (pattern: string, more: Partial<QueriedPage> = {}) => {
  const query = insightsQuery(page(pattern, more));
  return query.ok ? query.value.split(" | ").slice(2, -2) : query.message;
};

test.each(["{ $.level = 1 }", "[ip, user]", "%err.r%", '"never closed', "a {b}"])(
  "%s cannot be said in a query, and a sentence says so",
  (pattern) => {
    expect(filtersOf(pattern)).toMatch(/support only terms and phrases/);
  },
);

describe("words become conditions on the message", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["  ", []],
    ["error", ['filter @message like "error"']],
    ["error timeout", ['filter @message like "error"', 'filter @message like "timeout"']],
    ['"connection reset" -retry', ['filter @message like "connection reset"', 'filter @message not like "retry"']],
    ["?warn ?error", ['filter @message like "warn" or @message like "error"']],
    ["?warn error", ['filter @message like "error"']],
    ['"a \\"b\\" \\\\c"', ['filter @message like "a \\"b\\" \\\\c"']],
    ['say" | limit 1 #', ["cannot"]],
  ])("%s", (pattern, filters) => {
    const found = filtersOf(pattern);
    if (filters[0] === "cannot") expect(found).toMatch(/only terms/);
    else expect(found).toEqual(filters);
  });
});

test("a pattern or a stream name cannot break out of its quotes", () => {
  expect(filtersOf('"x\\" | limit 1"')).toContain('filter @message like "x\\"');
  expect(filtersOf("", { streams: ['a" or 1=1', "b\\"] })).toEqual(['filter @logStream in ["a\\" or 1=1", "b\\\\"]']);
});

test("the query contains the milliseconds, the order and the number of rows", () => {
  const query = insightsQuery(page("", { newestFirst: false }));
  expect(query).toEqual({
    ok: true,
    value:
      "fields @timestamp, @ingestionTime, @logStream, @message, @ptr | filter toMillis(@timestamp) >= 1000 and toMillis(@timestamp) <= 2000 | sort @timestamp asc | limit 10",
  });
});
