import { expect, test } from "vitest";
import { type Answer, stepOf, tailEveryMs } from "./follow-by-reads.ts";

const failed = (code: string): Answer => ({ kind: "failed", code, message: code });
const events: Answer = { kind: "events", events: [], more: false };

test("a failure of all log groups ends the tail, and a temporary failure is retried for all", () => {
  expect(stepOf([failed("not-found"), failed("not-allowed")], 1)).toMatchObject({ kind: "failed", code: "not-found" });
  expect(stepOf([events, failed("not-found"), failed("limited")], 1)).toMatchObject({ kind: "failed", code: "limited" });
});

test("a failure of one of several log groups is shown while the others continue", () => {
  expect(stepOf([failed("not-found"), events], 1)).toMatchObject({ kind: "events", note: "not-found", batches: [{ source: 1 }] });
});

test("several log groups are read less often, because each counts against the account's quota", () => {
  expect([1, 2, 5].map(tailEveryMs)).toEqual([2000, 2000, 5000]);
});
