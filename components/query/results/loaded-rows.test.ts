import { expect, test } from "vitest";
import type { QueryResult } from "#components/query/run/query-run-state.ts";
import { limitOf, rowsText } from "./loaded-rows.ts";

const result = (text: string, rows: number, change: Partial<QueryResult> = {}): QueryResult => ({
  asked: { connectionId: "c", region: "r", logGroups: [], from: 0, to: 1, text },
  queryId: "q",
  table: { columns: ["a"], rows: Array.from({ length: rows }, () => ["1"]) },
  partial: false,
  statistics: { scannedBytes: 1, scannedRecords: 1, matchedRecords: 500, skippedBytes: 0 },
  elapsedMs: 1,
  total: rows,
  more: { kind: "none" },
  ...change,
});

test("rows are called complete only when all of them are loaded", () => {
  expect(rowsText(result("limit 10", 3, { partial: true }), true)).toBe("3 rows so far; values are still changing");
  expect(rowsText(result("limit 10", 3, { partial: true }), false)).toBe("3 rows, incomplete: the query ended early");
  for (const more of [{ kind: "loading", cursor: "c" }, { kind: "cut", cursor: "c", message: "lost" }, { kind: "full" }] as const)
    expect(rowsText(result("limit 50000", 3, { more, total: 50_000 }), false)).toBe("3 rows loaded of 50,000");
});

test("events that the limit of the query left out are named; after stats nothing is said of them", () => {
  expect(rowsText(result("limit 3", 3), false)).toBe("3 rows of 500 matched events, because of the limit in the query");
  expect(rowsText(result("limit 300", 3), false)).toBe("3 rows");
  expect(rowsText(result("stats count(*) by a | limit 3", 3), false)).toBe("3 rows");
});

test("the limit is the last one of the query, at most what AWS returns, and 10,000 without one", () => {
  expect(limitOf("fields @message | limit 5 | limit 7 # limit 9")).toBe(7);
  expect(limitOf("limit 1000000")).toBe(100_000);
  expect(limitOf('fields @message | filter @message like "limit 5"')).toBe(10_000);
});
