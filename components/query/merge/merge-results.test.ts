import { expect, test } from "vitest";
import { compareSortables, sortableOf } from "./compare-values.ts";
import { mergeEvents, mergeStats } from "./merge-results.ts";
import { planCrossQuery } from "./plan-cross-query.ts";

const merged = (text: string, tables: Parameters<typeof mergeStats>[1]) => {
  const plan = planCrossQuery(text);
  if (plan.kind !== "merge") throw new Error("not merged");
  return mergeStats(plan, tables);
};

test("what can't be merged shows the lowest and the highest value, is named, and is exact where one connection has the group", () => {
  const { columns, rows, unmerged } = merged("stats count(*) as n, pct(ms, 99) as p99 by svc | sort p99 desc", [
    {
      columns: ["svc", "n", "p99"],
      rows: [
        ["a", "10", "388"],
        ["b", "1", "20"],
      ],
    },
    { columns: ["p99", "svc", "n"], rows: [["1044", "a", "5"]] },
    { columns: ["svc", "n"], rows: [["a", "1"]] },
  ]);
  expect(columns).toEqual(["svc", "n", "p99"]);
  expect(rows.map(({ values }) => values)).toEqual([
    ["a", "16", "388 to 1044"],
    ["b", "1", "20"],
  ]);
  expect(rows[0]?.parts).toEqual([
    { table: 0, values: ["a", "10", "388"] },
    { table: 1, values: ["a", "5", "1044"] },
    { table: 2, values: ["a", "1", null] },
  ]);
  expect(unmerged).toEqual(["p99"]);
});

test("the first rows are chosen after the merge, because a group can be small in each connection and large in all", () => {
  const { rows } = merged("stats count(*) as n by svc | sort n desc | limit 1", [
    {
      columns: ["svc", "n"],
      rows: [
        ["a", "10"],
        ["c", "9"],
      ],
    },
    {
      columns: ["svc", "n"],
      rows: [
        ["b", "10"],
        ["c", "9"],
      ],
    },
  ]);
  expect(rows.map(({ values }) => values)).toEqual([["c", "18"]]);
});

test("a missing group and an empty text are two groups", () => {
  const { rows } = merged("stats count(*) as n by svc", [
    {
      columns: ["svc", "n"],
      rows: [
        ["", "1"],
        [null, "2"],
      ],
    },
    { columns: ["n"], rows: [["4"]] },
  ]);
  expect(rows.map(({ values }) => values)).toEqual([
    ["", "1"],
    [null, "6"],
  ]);
});

test("an average without any number is missing, not zero", () => {
  const columns = ["avg(ms)", "portal_sum_0", "portal_count_0", "svc"];
  const { rows } = merged("stats avg(ms) by svc", [
    { columns, rows: [[null, null, null, "a"]] },
    { columns, rows: [[null, null, null, "a"]] },
  ]);
  expect(rows.map(({ values }) => values)).toEqual([["a", null]]);
});

test("events without the column of the order are listed by connection, and the column is named", () => {
  const plan = planCrossQuery("fields m | limit 1");
  if (plan.kind !== "events") throw new Error("not events");
  const tables = ["1", "2"].map((m) => ({ columns: ["m"], rows: [[m]] }));
  expect(mergeEvents(plan, tables)).toMatchObject({ unsortedBy: "@timestamp", rows: [{ table: 0 }, { table: 1 }] });
});

test("a column that AWS left out, because no row of a connection has it, is a missing value and no reason not to sort", () => {
  const plan = planCrossQuery("fields n, m | sort m asc");
  if (plan.kind !== "events") throw new Error("not events");
  const tables = [
    { columns: ["n", "m"], rows: [["1", "5"]] },
    { columns: ["n"], rows: [["2"]] },
  ];
  expect(mergeEvents(plan, tables)).toMatchObject({ unsortedBy: null, rows: [{ values: ["2", null] }, { values: ["1", "5"] }] });
  const none = [{ columns: ["n"], rows: [["1"]] }];
  expect(mergeEvents(plan, none)).toMatchObject({ unsortedBy: null, rows: [{ values: ["1"] }] });
});

test("values sort as AWS sorts them", () => {
  const sorted = ["", "a", "a2", "a10", "b", "-3", "01", "1", "2.5", "10"];
  const order = (values: readonly (string | null)[]) =>
    values
      .map(sortableOf)
      .toSorted(compareSortables)
      .map(({ value }) => value);
  expect(order([...sorted.toReversed(), null])).toEqual([null, ...sorted]);
});
