import { describe, expect, test } from "vitest";
import { placeInQuery, planCrossQuery, queryOfRun } from "./plan-cross-query.ts";

describe("a query whose parts can't be put together runs unchanged, and the reason is named", () => {
  test.each([
    ["stats count(*) as n by a | stats max(n)", "a second stats command"],
    ["limit 5 | stats count(*)", "the command limit before stats"],
    ["pattern @message | stats count(*)", "the command pattern before stats"],
    ["stats count(*) as n by a | filter n > 3", "the command filter after stats"],
    ["stats count(*) as n by a | sort n / 2 desc", "something other than the columns"],
    ["stats count(*) as n by a | sort m desc", "something other than the columns"],
    ["stats count(*) as n by a | limit many", "the command limit after stats"],
    ["stats count(*) as n by a | sort n ; desc", "something other than the columns"],
    ["fields a | dedup a", "the command dedup"],
    ["fields a | limit 5 | filter a = 1", "the command filter after limit"],
    ["fields a | limit 5 | sort a", "the command sort after limit"],
    ["sort a | sort b", "sorts twice"],
    ["fields @message | pattern @message", "the command pattern"],
  ])("%s", (text, why) => {
    expect(planCrossQuery(text)).toEqual({ kind: "apart", text, why: expect.stringContaining(why) });
  });
});

test("an average runs as a sum and a count of numbers, before everything that the person wrote", () => {
  expect(planCrossQuery("filter a > 1\n| stats avg(ms) as mean, pct(ms, 99) by bin(5m), svc # why\n| sort mean desc | limit 5")).toEqual({
    kind: "merge",
    text: "filter a > 1\n| stats sum(ms) as portal_sum_0, sum((ms) * 0 + 1) as portal_count_0, avg(ms) as mean, pct(ms, 99) by bin(5m), svc # why",
    groups: ["bin(5m)", "svc"],
    measures: [
      { name: "mean", merging: { how: "average", sum: "portal_sum_0", count: "portal_count_0" } },
      { name: "pct(ms, 99)", merging: { how: "none" } },
    ],
    tail: [
      { kind: "sort", keys: [{ column: "mean", descending: true }] },
      { kind: "limit", count: 5 },
    ],
    added: { at: 20, length: 62 },
    byAt: 114,
  });
});

test("only counts, sums, extremes and averages are exact", () => {
  const how = (text: string) => {
    const plan = planCrossQuery(`stats ${text}`);
    return plan.kind === "merge" ? plan.measures.map(({ merging }) => merging.how) : plan.kind;
  };
  expect(how("count(*), COUNT(a), sum(a), min(a), max(a), sortsFirst(a), sortsLast(a), avg(a)")).toEqual([
    ...["sum", "sum", "sum", "least", "most", "least", "most", "average"],
  ]);
  expect(how("pct(a, 50), median(a), stddev(a), count_distinct(a), earliest(a), latest(a), pct(a, 50) / 2, ceil(sum(a))")).toEqual([
    ...["none", "none", "none", "none", "none", "none", "none", "none"],
  ]);
  expect(how("sum(a) / 1024 as kb, (max(a) - min(a)) * 2, avg(b) * 100, count(*) % sum(d) by e")).toEqual([
    ...["computed", "computed", "computed", "computed"],
  ]);
  expect(how("sum(a) +, sum(a) b, sum(a) / n, -sum(a), 2 * 3, sum(a # text\n) * 2")).toEqual([
    "none",
    "none",
    "none",
    "none",
    "none",
    "none",
  ]);
  expect(how("avg(a # text\n)")).toEqual(["none"]);
});

test("what is calculated from aggregates runs as these aggregates too", () => {
  const plan = planCrossQuery("stats avg(ms) / 10 as tenth, sum( a.b )/count(*) by svc");
  expect(plan.text).toBe(
    "stats sum(ms) as portal_sum_0, sum((ms) * 0 + 1) as portal_count_0, sum(a.b) as portal_value_2, count(*) as portal_value_3, avg(ms) / 10 as tenth, sum( a.b )/count(*) by svc",
  );
});

test("from the text of a run follows the query that runs as it", () => {
  for (const text of [
    "stats avg(ms) as mean by status",
    "filter a like 'stats b as portal_sum_0, '\n| stats\n  avg(ms) / 10 as tenth, sum( a.b )/count(*) by svc # why",
    "stats count(*)",
    "fields a | sort a",
  ])
    expect(queryOfRun(planCrossQuery(text).text)).toBe(text);
  // Columns with these names that the plan would not add are the person's.
  for (const text of ["stats max(a) as portal_sum_0, avg(b)", "stats sum(a) as portal_sum_0, min(b)"]) expect(queryOfRun(text)).toBe(text);
});

test("a column is found by the text of its expression, and by its name in backticks", () => {
  const plan = planCrossQuery("stats count( * ) by `user name` | sort count(*) desc, `user name` | display count(*)");
  expect(plan).toMatchObject({ kind: "apart" });
  expect(planCrossQuery("stats count( * ) by `user name` | sort by COUNT(*) desc, `user name`")).toMatchObject({
    tail: [
      {
        kind: "sort",
        keys: [
          { column: "count( * )", descending: true },
          { column: "user name", descending: false },
        ],
      },
    ],
  });
});

test("events are sorted as the query says, or newest first", () => {
  expect(planCrossQuery("fields a")).toMatchObject({
    kind: "events",
    keys: [{ column: "@timestamp", descending: true }],
    limit: null,
    columns: ["a"],
  });
  expect(planCrossQuery("fields a, b*2 | display c as d, `e f`")).toMatchObject({ columns: ["d", "e f"] });
  expect(planCrossQuery("filter a = 1")).toMatchObject({ columns: ["@timestamp", "@message"] });
  expect(planCrossQuery("filter a = 1 | sort a, b desc | fields a | limit 20")).toMatchObject({
    kind: "events",
    keys: [
      { column: "a", descending: false },
      { column: "b", descending: true },
    ],
    limit: 20,
  });
});

test("a place that AWS names in the text of the run is the same word in the query", () => {
  const text = "stats avg(ms), cont(*) by a";
  const plan = planCrossQuery(text);
  const start = plan.text.indexOf("cont");
  const place = placeInQuery(plan, { start, end: start + 4 });
  expect(text.slice(place.start, place.end)).toBe("cont");
  expect(placeInQuery(plan, { start: 8, end: 20 })).toEqual({ start: 5, end: 5 });
  expect(placeInQuery(planCrossQuery("fields a"), { start: 1, end: 2 })).toEqual({ start: 1, end: 2 });
});
