import { expect, test } from "vitest";
import { type Answer, stepOf, tailEveryMs } from "./use-live-tail.ts";

const failed = (code: string): Answer => ({ kind: "failed", code, message: code });
const events: Answer = { kind: "events", events: [], more: false };

test("what all log groups refuse ends the tail, and what passes is asked of all again", () => {
  expect(stepOf([failed("not-found"), failed("not-allowed")], 1)).toMatchObject({ kind: "failed", code: "not-found" });
  expect(stepOf([events, failed("not-found"), failed("limited")], 1)).toMatchObject({ kind: "failed", code: "limited" });
});

test("what one of several log groups refuses is said while the others are followed", () => {
  expect(stepOf([failed("not-found"), events], 1)).toMatchObject({ kind: "events", note: "not-found", batches: [{ source: 1 }] });
});

test("several log groups are asked less often: each takes of the account's quota", () => {
  expect([1, 2, 5].map(tailEveryMs)).toEqual([2000, 2000, 5000]);
});
