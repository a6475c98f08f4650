import { expect, test } from "vitest";
import { explainStatus, type StatusFacts } from "./to-connection-view.ts";

const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const noteOf = (facts: Partial<StatusFacts>) =>
  explainStatus({
    ...{ status: "connected", reason: null, customerSuspended: false, waitingUntil: null, deniedSince: null, nextCheckAt: at("20:00:00") },
    ...facts,
  });

test("a connection that was denied once says so, and when the second check follows", () => {
  expect(noteOf({})).toBe("");
  const once = { deniedSince: at("14:07:33"), nextCheckAt: at("14:17:33") };
  expect(noteOf(once)).toBe("Access denied once, at 14:07 UTC; next verification at 14:17 UTC");
  expect(noteOf({ ...once, nextCheckAt: null })).toBe("Access denied once, at 14:07 UTC; a second verification follows");
  expect(noteOf({ ...once, reason: "cannot-read-logs: logs:FilterLogEvents in eu-central-1" })).toMatch(
    /^Missing permission: logs:FilterLogEvents; Access denied once/,
  );
});

test("after two denials, or when nothing is checked, no second check is announced", () => {
  for (const status of ["access_denied", "quarantined", "disabled", "removed"] as const)
    expect(noteOf({ status, deniedSince: at("14:07:33") })).not.toMatch(/next verification|second verification/);
});

test("an expired verification names AWS or the portal as its cause only if it was", () => {
  expect(noteOf({ status: "expired", reason: "throttled" })).toBe("AWS throttled the calls");
  expect(noteOf({ status: "expired", reason: "unreachable" })).toBe("AWS did not respond in time");
  expect(noteOf({ status: "expired", reason: "control-failed" })).toBe("The canary check failed");
  for (const reason of [null, "toString", "cannot-read-logs: logs:FilterLogEvents in eu-central-1"])
    expect(noteOf({ status: "expired", reason })).toBe("No successful verification in the last 24 hours");
});
