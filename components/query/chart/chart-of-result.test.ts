import { expect, test } from "vitest";
import { chartOf, MOST_SERIES, queryTime, REST_KEY } from "./chart-of-result.ts";

const at = (minute: number) => `2026-11-30 10:${String(minute).padStart(2, "0")}:00.000`;

test.each([
  ["events have no chart", "fields @timestamp, ms", { columns: ["@timestamp", "ms"], rows: [[at(1), "5"]] }],
  ["an empty result has no chart", "stats count(*) by bin(5m)", { columns: [], rows: [] }],
  ["text has no chart", "stats latest(path) by host", { columns: ["host", "latest(path)"], rows: [["a", "/cart"]] }],
  [
    "rows whose groups are not displayed have no chart",
    "stats count(*) as n by host | display n",
    { columns: ["n"], rows: [["5"], ["7"]] },
  ],
  ["a column that AWS named otherwise has no chart", "stats count(*) as n by host", { columns: ["host", "m"], rows: [["a", "1"]] }],
])("%s", (_, query, table) => {
  expect(chartOf(query, table)).toEqual({ kind: "none" });
});

test("counts by bin and a field are stacked over time, with a place for bins without a row", () => {
  const chart = chartOf("filter a | stats count(*) as requests, pct(ms, 99) as p99 by bin(5m), status", {
    columns: ["bin(5m)", "status", "requests", "p99"],
    rows: [
      [at(15), "200", "30", "7.5"],
      [at(0), "200", "10", "5"],
      [at(0), "500", "1", null],
    ],
  });
  expect(chart).toEqual({
    kind: "time",
    by: "status",
    binMs: 300_000,
    times: [0, 5, 10, 15].map((minute) => queryTime(at(minute))),
    panels: [
      {
        name: "requests",
        unit: "count",
        adds: true,
        series: [
          { key: '["200"]', name: "200", values: [10, null, null, 30] },
          { key: '["500"]', name: "500", values: [1, null, null, null] },
        ],
      },
      {
        name: "p99",
        unit: "ms",
        adds: false,
        series: [
          { key: '["200"]', name: "200", values: [5, null, null, 7.5] },
          { key: '["500"]', name: "500", values: [null, null, null, null] },
        ],
      },
    ],
  });
});

test.each([
  ["bin(300s)", 60_000],
  ["bin(2 hours)", 7_200_000],
  ["bin(1d)", 86_400_000],
])("AWS limits the number of a unit, so %s has bins of %i ms", (bin, binMs) => {
  const chart = chartOf(`stats count(*) by ${bin} as t`, {
    columns: ["t", "count(*)"],
    rows: [
      [at(0), "1"],
      ["2026-12-02 10:00:00.000", "1"],
    ],
  });
  expect(chart).toMatchObject({ kind: "time", binMs });
});

test("more series than are readable become the largest ones and the sum of the others, if they add up", () => {
  const rows = Array.from({ length: 13 }, (_, n) => [at(0), `host-${n}`, `${100 - n}`, `${n}`]);
  const table = { columns: ["bin(1m)", "host", "n", "m"], rows };
  const chart = chartOf("stats count(*) as n, max(ms) as m by bin(1m), host", table);
  expect(chart.kind === "time" && chart.panels.map(({ series }) => series.length)).toEqual([MOST_SERIES + 1, MOST_SERIES]);
  expect(chart.kind === "time" && chart.panels[0]?.series.at(-1)).toEqual({
    ...{ key: REST_KEY, name: "3 others", values: [90 + 89 + 88] },
  });
  // The values of the second panel don't add up, so the series that are not shown are only counted.
  expect(chart.kind === "time" && chart.panels.map(({ leftOut }) => leftOut)).toEqual([undefined, 3]);
});

test("all panels show the same groups, the largest ones of the panel that adds up", () => {
  const rows = Array.from({ length: 13 }, (_, n) => [at(0), `host-${n}`, `${n}`, `${100 - n}`]);
  const chart = chartOf("stats max(ms) as m, count(*) as n by bin(1m), host", { columns: ["bin(1m)", "host", "m", "n"], rows });
  const names = chart.kind === "time" ? chart.panels.map(({ series }) => series.map(({ name }) => name)) : [];
  expect(names[0]).toEqual(Array.from({ length: MOST_SERIES }, (_, n) => `host-${n}`));
  expect(names[1]?.slice(0, MOST_SERIES)).toEqual(names[0]);
});

test("a group that is named as the sum of the others is not taken for it", () => {
  const rows = Array.from({ length: 12 }, (_, n) => [at(0), n === 0 ? "2 others" : `host-${n}`, `${100 - n}`]);
  const chart = chartOf("stats count(*) as n by bin(1m), host", { columns: ["bin(1m)", "host", "n"], rows });
  const series = chart.kind === "time" ? (chart.panels[0]?.series ?? []) : [];
  expect(series.filter(({ name }) => name.includes("2 others")).map(({ name, values }) => [name, values])).toEqual([
    ['"2 others"', [100]],
    ["2 others", [90 + 89]],
  ]);
  expect(new Set(series.map(({ key }) => key)).size).toBe(MOST_SERIES + 1);
});

test("groups that look the same have lines of their own, with the same names in every panel and in the legend", () => {
  const groups = [[null], [""], ["(no value)"], ["x  y"], ["x y"]];
  const chart = chartOf("stats count(*) as n, max(ms) as m by bin(1m), host", {
    columns: ["bin(1m)", "host", "n", "m"],
    rows: groups.map(([host], n) => [at(0), host ?? null, `${9 - n}`, "1"]),
  });
  const panels = chart.kind === "time" ? chart.panels : [];
  expect(panels[0]?.series.map(({ values }) => values)).toEqual([[9], [8], [7], [6], [5]]);
  const names = panels.map(({ series }) => series.map(({ name }) => name));
  expect(names[0]).toEqual(["(no value)", "(empty)", '"(no value)"', '"x  y"', '"x y" (2)']);
  expect(names[1]).toEqual(names[0]);
  const bars = chartOf("stats count(*) as n by host", { columns: ["host", "n"], rows: groups.map(([host]) => [host ?? null, "1"]) });
  expect(bars.kind === "bars" && bars.groups).toEqual(names[0]);
});

test("rows over time that lost a group with display have no chart, because their values would hide each other", () => {
  const rows = [
    [at(0), "a", "1"],
    [at(0), "a", "2"],
  ];
  const chart = chartOf("stats count(*) as n by bin(1m) as t, host, zone | display t, host, n", { columns: ["t", "host", "n"], rows });
  expect(chart).toEqual({ kind: "none" });
});

test("other groups are bars in the order of the rows, and a single row is a number", () => {
  expect(
    chartOf("stats count(*) by host, zone", {
      columns: ["host", "zone", "count(*)"],
      rows: [
        ["b", "1", "3"],
        ["a", null, "2"],
      ],
    }),
  ).toEqual({
    kind: "bars",
    by: "host, zone",
    groups: ["b, 1", "a, (no value)"],
    panels: [{ name: "count(*)", unit: "count", adds: true, series: [{ key: "count(*)", name: "count(*)", values: [3, 2] }] }],
  });
  expect(chartOf("stats count(*), avg(ms)", { columns: ["count(*)", "avg(ms)"], rows: [["12", "2.5"]] })).toEqual({
    kind: "number",
    numbers: [
      { name: "count(*)", value: 12 },
      { name: "avg(ms)", value: 2.5 },
    ],
  });
});

test("thousands of series over thousands of bins take only the memory of what is shown", () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => [
    `2026-11-30 ${String(10 + Math.floor(n / 3600)).padStart(2, "0")}:${String(Math.floor(n / 60) % 60).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}.000`,
    `id-${n}`,
    "1",
  ]);
  const chart = chartOf("stats count(*) as n by bin(1s), id", { columns: ["bin(1s)", "id", "n"], rows });
  expect(chart.kind === "time" && chart.panels.flatMap(({ series }) => series.map(({ values }) => values.length))).toEqual(
    new Array(MOST_SERIES + 1).fill(10_000),
  );
});

test("characters that change how text is shown are visible in names of groups", () => {
  const chart = chartOf("stats count(*) as n by host", { columns: ["host", "n"], rows: [["a\u202eb", "1"]] });
  expect(chart.kind === "bars" && chart.groups).toEqual(["a⟨U+202E⟩b"]);
});
