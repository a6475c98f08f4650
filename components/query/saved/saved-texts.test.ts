import { expect, test } from "vitest";
import type { QueryHistoryView, SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";
import { daysOf, durationText, outcomeText, sumText } from "./history-texts.ts";
import { foldersOf, matches, shownAs } from "./saved-folders.ts";

const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const query = (change: Partial<QueryHistoryView> = {}): QueryHistoryView => ({
  ...{ queryId: "q", connectionId: "c", connectionName: "C", region: "eu-central-1", logGroups: ["/a"], from: 0, to: 1, text: "limit 1" },
  ...{ state: "complete", startedAt: NOW, durationMs: 1, scannedBytes: 1_000_000_000, scannedRecords: 1, matchedRecords: 1 },
  ...{ cost: 0.005, resultRows: 1, hasResult: true },
  ...change,
});
const saved = (change: Partial<SavedQueryView>): SavedQueryView => ({
  ...{ id: "s", folder: "", name: "n", text: "limit 1", shared: false, connectionId: null, region: null, logGroups: [] },
  ...{ revision: 1, removable: true, own: true },
  ...change,
});

test("a sum has no cost when the price of one Region is unknown", () => {
  expect(sumText([query(), query({ cost: null })])).toBe("2 queries, 2 GB");
  expect(sumText([query()])).toBe("1 query, 1 GB, $0.0050");
});

test("a query without a result says how it ended, and a long result that there can be more rows", () => {
  expect(["canceled", "timeout", "not-stopped", "rejected"].map((state) => outcomeText(query({ state: state as "canceled" })))).toEqual([
    ...["stopped", "timed out", "not stopped", "not run"],
  ]);
  expect([0, 1, 9999, 10_000, null].map((resultRows) => outcomeText(query({ resultRows })))).toEqual([
    ...["0 rows", "1 row", "9,999 rows", "10,000+ rows", "complete"],
  ]);
});

test("queries are in the days of the time zone in which they began", () => {
  const days = daysOf(
    [NOW, NOW - 11 * HOUR, NOW - 13 * HOUR, NOW - 40 * HOUR].map((startedAt) => query({ startedAt })),
    "utc",
    NOW,
  );
  expect(days.map(({ day, queries }) => [day, queries.length])).toEqual([
    ["Today", 2],
    ["Yesterday", 1],
    ["22 Nov", 1],
  ]);
});

test("a duration has seconds, and minutes from one on", () => {
  expect([0, 6100, 59_949, 59_950, 125_000].map(durationText)).toEqual(["0.0 s", "6.1 s", "59.9 s", "1 min 0 s", "2 min 5 s"]);
});

test("folders of the company come first, then the person's own, each by name and those without a name last", () => {
  const all = [
    saved({ folder: "B" }),
    saved({ folder: "" }),
    saved({ folder: "", shared: true }),
    saved({ folder: "B", shared: true }),
    saved({ folder: "A" }),
  ];
  expect(foldersOf(all).map(({ folder, shared }) => `${folder}${shared ? "+" : ""}`)).toEqual(["B+", "+", "A", "B", ""]);
});

test("a saved query is found by its name, folder and text in any case, and says what its result is", () => {
  const one = saved({ name: "Slow requests", folder: "Payments", text: "stats count(*) by bin(5m)" });
  expect(["SLOW", "payments ", "Count(", "", "other"].map((find) => matches(one, find))).toEqual([true, true, true, true, false]);
  expect(["stats count(*) by bin(5m), a", "stats count(*) by a", "stats count(*)", "limit 1"].map(shownAs)).toEqual([
    ...["Time series", "Bars", "Number", "Rows"],
  ]);
});
