import { expect, test } from "vitest";
import { chartOf, type QueryTable } from "#components/query/chart/chart-of-result.ts";
import type { CrossRun, TargetRun } from "#components/query/cross/cross-run-state.ts";
import { NO_MORE } from "#components/query/run/more-rows.ts";
import type { QueryPhase } from "#components/query/run/query-run-state.ts";
import { tablesOf } from "./cross-tables.ts";
import { planCrossQuery } from "./plan-cross-query.ts";

const COMPLETE: QueryPhase = { kind: "complete" };
const FAILED: QueryPhase = { kind: "failed", message: "denied", field: null };

function runOf(text: string, results: readonly (readonly [name: string, phase: QueryPhase, table: QueryTable | null])[]): CrossRun {
  const plan = planCrossQuery(text);
  const runs = results.map(([name, phase, table]): TargetRun => {
    const asked = { connectionId: name, region: "eu-central-1", logGroups: ["/a"], from: 0, to: 1, text: plan.text };
    const partial = phase !== COMPLETE;
    const result = table && { asked, queryId: null, table, partial, statistics: null, elapsedMs: 0, total: null, more: NO_MORE };
    const target = { key: name, name, accountId: "222222222222", region: "eu-central-1", asked };
    return { target, queued: false, state: { phase, asked, opened: false, result } };
  });
  return { asked: { text, plan, from: 0, to: 1, targets: runs.map(({ target }) => target), leftOut: [], places: [], opened: null }, runs };
}

const counted = (...rows: (readonly [string, string])[]): QueryTable => ({ columns: ["svc", "n"], rows });
const COUNT = "stats count(*) as n by svc";

test("the partial values of a connection that failed are not merged, but stay among the rows by connection", () => {
  const tables = tablesOf(
    runOf(COUNT, [
      ["A", COMPLETE, counted(["web", "5"])],
      ["B", FAILED, counted(["web", "2"])],
    ]),
  );
  expect(tables.merged).toEqual({ columns: ["svc", "connection", "n"], rows: [["web", "A", "5"]] });
  expect(tables.byConnection.rows).toEqual([
    ["A", "web", "5"],
    ["B", "web", "2"],
  ]);
});

test("a connection of which AWS has more rows is named", () => {
  const many = counted(...Array.from({ length: 10_000 }, (_, n) => [String(n), "1"] as const));
  expect(
    tablesOf(
      runOf(COUNT, [
        ["A", COMPLETE, many],
        ["B", COMPLETE, counted(["x", "1"])],
      ]),
    ).cut,
  ).toEqual(["A"]);
});

test("a merged row has the values of each connection, and a column of the query keeps its name", () => {
  const table = (n: string): QueryTable => ({ columns: ["connection", "n"], rows: [["web", n]] });
  const tables = tablesOf(
    runOf("stats count(*) as n by connection", [
      ["A", COMPLETE, table("5")],
      ["B", COMPLETE, table("7")],
    ]),
  );
  expect(tables.merged).toEqual({ columns: ["connection", "portal_connection", "n"], rows: [["web", "2 connections", "12"]] });
  expect(tables.partColumns).toEqual(["n"]);
  expect(tables.parts).toEqual([
    [
      { name: "A", values: ["5"] },
      { name: "B", values: ["7"] },
    ],
  ]);
});

test("the chart of the rows by connection has the connection as a group, and none of the columns that the run adds", () => {
  for (const [text, by] of [
    ["stats avg(ms) as mean by svc # by hour", "connection, svc"],
    ["stats avg(ms) as mean # by svc", "connection"],
  ] as const) {
    const table = { columns: ["svc", "portal_sum_0", "portal_count_0", "mean"], rows: [["web", "6", "2", "3"]] };
    const { byConnection, byConnectionQuery } = tablesOf(
      runOf(text, [
        ["A", COMPLETE, table],
        ["B", COMPLETE, table],
      ]),
    );
    expect(byConnection.columns.filter((name) => name.startsWith("portal_"))).toEqual([]);
    expect(chartOf(byConnectionQuery, byConnection)).toMatchObject({ kind: "bars", by });
  }
});

test("a column without an exact value has a name that no chart draws", () => {
  const table = (p: string): QueryTable => ({ columns: ["svc", "p", "n"], rows: [["web", p, "1"]] });
  const text = "stats pct(ms, 9) as p, count(*) as n by svc";
  const { merged, unmerged } = tablesOf(
    runOf(text, [
      ["A", COMPLETE, table("1")],
      ["B", COMPLETE, table("2")],
    ]),
  );
  expect([merged?.columns, unmerged]).toEqual([["svc", "connection", "p (not merged)", "n"], ["p"]]);
  expect(merged && chartOf(text, merged)).toMatchObject({ panels: [{ name: "n" }] });
});

test("events and rows that can't be merged have the connection as their first column", () => {
  const table: QueryTable = { columns: ["@timestamp"], rows: [["2026-11-30 10:00:00.000"]] };
  const events = tablesOf(
    runOf("fields @timestamp", [
      ["A", COMPLETE, table],
      ["B", FAILED, table],
    ]),
  );
  expect(events.merged?.rows.map(([name]) => name)).toEqual(["A", "B"]);
  const apart = tablesOf(runOf("stats count(*) as n by a | stats max(n) as m", [["A", COMPLETE, { columns: ["m"], rows: [["3"]] }]]));
  expect([apart.merged, apart.byConnection]).toEqual([null, { columns: ["connection", "m"], rows: [["A", "3"]] }]);
});
