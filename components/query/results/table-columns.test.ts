import { expect, test } from "vitest";
import { columnsOf, findRows, keptColumns, minuteText, movedColumn, sortedRows } from "./table-columns.ts";

const TABLE = {
  columns: ["host", "n", "@ptr"],
  rows: [
    ["b", "9", "p1"],
    [null, "10", "p2"],
    ["A2", null, "p3"],
    ["a10", "-1", "p4"],
  ],
};
const columns = columnsOf(TABLE);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test("pointers to events are no column, and a column of numbers is known as one", () => {
  expect(names(columns)).toEqual(["host", "n"]);
  expect(columns.map(({ numeric }) => numeric)).toEqual([false, true]);
  expect(columnsOf({ columns: ["x"], rows: [] })[0]?.numeric).toBe(false);
});

test("on a phone of 390 pixels, four columns of a chart's rows fit, and beside a long column there is place for another", () => {
  const time = "2026-12-01 09:20:00.000";
  const widths = (table: Parameters<typeof columnsOf>[0]) => columnsOf(table, true).map(({ width }) => width);
  const sum = (all: readonly number[]) => all.reduce((a, b) => a + b);
  expect(sum(widths({ columns: ["bin(5m)", "status", "n", "mean"], rows: [[time, "200", "12", "1509.230909090909"]] }))).toBeLessThan(
    340 - 27,
  );
  const events = { columns: ["@timestamp", "@message"], rows: [["2026-12-01 09:20:00.123", "x".repeat(500)]] };
  expect(widths(events)[0]).toBeGreaterThan(23 * 7 + 12);
  expect(sum(widths(events))).toBeLessThan(353);
  expect(columnsOf(events)[1]?.width).toBe(640);
  expect(columnsOf({ columns: ["t"], rows: [[time]] }, true)[0]?.minutes).toBe(true);
  expect(columnsOf({ columns: ["t"], rows: [[time], ["2026-12-01 09:20:01.000"]] }, true)[0]?.minutes).toBe(false);
});

test("a time is shown to the minute only if that is all of it", () => {
  expect(minuteText("2026-12-01 09:20:00.000")).toBe("2026-12-01 09:20");
  for (const value of ["2026-12-01 09:20:01.000", "2026-12-01 09:20:00.001", "2026-12-01 09:20:00.000 x", "09:20:00.000"])
    expect(minuteText(value)).toBeNull();
});

test("rows without a value come last in both directions; numbers are sorted by value", () => {
  expect(sortedRows(TABLE, columns, null)).toEqual([0, 1, 2, 3]);
  expect(sortedRows(TABLE, columns, { column: "n", descending: false })).toEqual([3, 0, 1, 2]);
  expect(sortedRows(TABLE, columns, { column: "n", descending: true })).toEqual([1, 0, 3, 2]);
  expect(sortedRows(TABLE, columns, { column: "host", descending: false })).toEqual([2, 3, 0, 1]);
});

test("finding looks at visible columns only, whatever the case, and never at pointers", () => {
  const order = sortedRows(TABLE, columns, { column: "n", descending: false });
  expect(findRows(TABLE, order, columns, "a")).toEqual([0, 3]);
  expect(findRows(TABLE, order, columns, "p1")).toEqual([]);
  expect(
    findRows(
      TABLE,
      order,
      columns.map((each) => ({ ...each, hidden: each.name === "host" })),
      "a",
    ),
  ).toEqual([]);
  expect(findRows(TABLE, order, columns, " ")).toEqual([]);
});

test("a column moves by one place, and not beyond the ends", () => {
  expect(names(movedColumn(columns, "n", -1))).toEqual(["n", "host"]);
  expect(names(movedColumn(columns, "n", 1))).toEqual(["host", "n"]);
});

test("a new result with the same columns keeps their order, widths and visibility; another one has its own", () => {
  const arranged = movedColumn(columns, "n", -1).map((each) => ({ ...each, width: 99, hidden: each.name === "host" }));
  expect(keptColumns(arranged, columns).map(({ name, width, hidden }) => [name, width, hidden])).toEqual([
    ["n", 99, false],
    ["host", 99, true],
  ]);
  const other = columnsOf({ columns: ["host"], rows: [] });
  expect(keptColumns(arranged, other)).toBe(other);
});
