import { expect, test } from "vitest";
import { canJoin, chartWord, formOf, joinedChart, kindsOf, readChartChoice } from "./chart-kinds.ts";
import { chartOf } from "./chart-of-result.ts";

const at = (minute: number) => `2026-11-30 10:${String(minute).padStart(2, "0")}:00.000`;
const overTime = (query: string, columns: readonly string[], ...values: readonly string[]) =>
  chartOf(query, { columns: ["bin(5m)", ...columns], rows: [0, 5].map((minute) => [at(minute), ...values]) });

test("counts by a field can be lines, bars, stacked bars and a stacked area; averages are never stacked", () => {
  const counts = chartOf("stats count(*) as n by bin(5m), host", {
    columns: ["bin(5m)", "host", "n"],
    rows: ["a", "b"].map((host) => [at(0), host, "1"]),
  });
  expect(kindsOf(counts)).toEqual(["auto", "lines", "bars", "stacked", "area"]);
  expect(kindsOf(overTime("stats count(*) as n by bin(5m)", ["n"], "1"))).toEqual(["auto", "lines", "bars", "area"]);
  const averages = overTime("stats avg(ms) as m by bin(5m)", ["m"], "1");
  expect(kindsOf(averages)).toEqual(["auto", "lines", "bars"]);
  const [panel] = averages.kind === "time" ? averages.panels : [];
  if (panel === undefined) throw new Error("no panel");
  for (const kind of ["auto", "lines", "stacked", "area"] as const) expect(formOf(kind, panel)).toBe("lines");
  expect(formOf("bars", panel)).toBe("bars");
  expect(["auto", "lines", "bars", "area"].map((kind) => formOf(kind as "auto", { ...panel, adds: true }))).toEqual([
    "stacked",
    "lines",
    "bars",
    "area",
  ]);
});

test("groups can be a pie only if the slices are the whole: counts of all groups, none negative", () => {
  const groups = (call: string, rows: number, value: string) =>
    chartOf(`stats ${call} as n by host`, {
      columns: ["host", "n"],
      rows: Array.from({ length: rows }, (_, n) => [`host-${n}`, value]),
    });
  expect(kindsOf(groups("count(*)", 3, "2"))).toEqual(["auto", "pie"]);
  expect(
    [groups("avg(ms)", 3, "2"), groups("sum(ms)", 3, "-2"), groups("count(*)", 31, "2"), groups("count(*)", 1, "2")].map(kindsOf),
  ).toEqual([[], [], [], []]);
  expect(kindsOf(chartOf("stats count(*) as n", { columns: ["n"], rows: [["1"]] }))).toEqual([]);
});

test("values of one field share a chart, and those of another unit keep their own", () => {
  const chart = overTime(
    "stats count(*) as n, avg(ms) as mean, pct(ms, 99) as p99, max(bytes) as most, avg(ms) / 2 as half by bin(5m)",
    ["n", "mean", "p99", "most", "half"],
    ...["10", "2", "7", "100", "1"],
  );
  expect(canJoin(chart)).toBe(true);
  const joined = joinedChart(chart);
  expect(joined.kind === "time" && joined.panels.map(({ name, adds, series }) => [name, adds, series.map((each) => each.name)])).toEqual([
    ["n", true, ["n"]],
    ["mean, p99", false, ["mean", "p99"]],
    ["most", false, ["most"]],
    ["half", false, ["half"]],
  ]);
  expect(canJoin(overTime("stats count(*) as n, avg(ms) as m by bin(5m)", ["n", "m"], "1", "2"))).toBe(false);
});

test("more series than are readable don't share a chart", () => {
  const rows = Array.from({ length: 6 }, (_, n) => [at(0), `host-${n}`, "1", "2"]);
  const chart = chartOf("stats avg(ms) as a, max(ms) as b by bin(5m), host", { columns: ["bin(5m)", "host", "a", "b"], rows });
  expect(canJoin(chart)).toBe(false);
  const few = chartOf("stats avg(ms) as a, max(ms) as b by bin(5m), host", {
    columns: ["bin(5m)", "host", "a", "b"],
    rows: rows.slice(0, 2),
  });
  const joined = joinedChart(few);
  expect(joined.kind === "time" && joined.panels[0]?.series.map(({ name }) => name)).toEqual([
    "a, host-0",
    "a, host-1",
    "b, host-0",
    "b, host-1",
  ]);
});

test("a choice is the same after it was in a link, and anything invalid is the automatic chart", () => {
  for (const choice of [
    { kind: "auto", joined: false },
    { kind: "auto", joined: true },
    { kind: "area", joined: true },
    { kind: "pie", joined: false },
  ] as const)
    expect(readChartChoice(chartWord(choice))).toEqual(choice);
  expect(readChartChoice("donut-x")).toEqual({ kind: "auto", joined: false });
});
