import { expect, test } from "vitest";
import { fail, ok } from "#kernel/result.ts";
import { wholeEventOf } from "./use-whole-event.ts";

test("an event that AWS no longer has is expired, which asking again does not change; other failures can be retried", () => {
  expect(wholeEventOf(fail("not-found", "gone"))).toEqual({ kind: "expired", message: "gone" });
  expect(wholeEventOf(fail("limited", "later"))).toEqual({ kind: "failed", message: "later" });
  expect(wholeEventOf(null).kind).toBe("failed");
  expect(wholeEventOf(ok({ fields: [["a", "1"]] }))).toEqual({ kind: "open", fields: [["a", "1"]] });
});
