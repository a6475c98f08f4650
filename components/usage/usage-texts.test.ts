import { expect, test } from "vitest";
import { bytesOfGb, costText, daysBetween, dayText, rangeText, tailText, unpricedText } from "./usage-texts.ts";

const NONE = {
  ...{ queries: 0, tails: 0, scannedBytes: 0, tailSeconds: 0, queryCost: 0, tailCost: 0, unpricedBytes: 0, unpricedSeconds: 0 },
};

test("a cost that is not known is never shown as nothing", () => {
  expect(costText({ ...NONE, unpricedBytes: 5 })).toBe("price unknown");
  expect(costText({ ...NONE, unpricedSeconds: 60 })).toBe("price unknown");
  expect(costText(NONE)).toBe("–");
  expect(costText({ ...NONE, queryCost: 2.5, tailCost: 0.5, unpricedBytes: 5 })).toBe("$3.00");
});

test("what a cost leaves out is stated", () => {
  expect(unpricedText(NONE)).toBeNull();
  expect(unpricedText({ ...NONE, unpricedBytes: 12e9, unpricedSeconds: 180 })).toBe("12 GB and 3 min");
});

test.each([
  ["", null],
  ["  ", null],
  ["50", 50e9],
  ["0.5", 500_000_000],
  ["1,5", undefined],
  ["-1", undefined],
  ["1e3", undefined],
  ["many", undefined],
])("%j in the field is %j bytes; what is no amount is not guessed", (typed, bytes) => {
  expect(bytesOfGb(typed)).toBe(bytes);
});

test("days, months and minutes are in words", () => {
  expect(daysBetween("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
  expect([dayText("2026-11-24"), rangeText("30d"), rangeText("2026-11")]).toEqual(["24 Nov", "Last 30 days", "November 2026"]);
  expect([0, 3, 30, 600, 34_560].map(tailText)).toEqual(["–", "under 0.1 min", "0.5 min", "10 min", "576 min"]);
});
