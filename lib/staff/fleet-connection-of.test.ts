import { expect, test } from "vitest";
import type { StaffConnectionRow } from "#db/queries/staff/staff-connections.ts";
import { fleetConnectionOf } from "./fleet-connection-of.ts";

const row: StaffConnectionRow = {
  ...{ customerId: "c", customerName: "Acme", customerSuspended: false, id: "k", name: "payments", status: "expired", reason: null },
  ...{ verificationIsOld: false, accountId: "222222222222", verifiedAt: null, nextCheckAt: null },
};

test("staff read the same reason for an expired verification as the customer, and AWS is not named when the reason is unknown", () => {
  expect(fleetConnectionOf({ ...row, reason: "throttled" }).note).toBe("AWS throttled the calls");
  expect(fleetConnectionOf({ ...row, reason: "control-failed" }).note).toBe("The canary check failed");
  for (const reason of [null, "toString"])
    expect(fleetConnectionOf({ ...row, reason }).note).toBe("No successful verification in the last 24 hours");
});

test("an expired verification and a suspended customer take precedence over any other reason", () => {
  const old = fleetConnectionOf({ ...row, status: "connected", verificationIsOld: true, reason: "throttled" });
  expect([old.status, old.note]).toEqual(["expired", "Last successful verification is older than 24 hours"]);
  const suspended = fleetConnectionOf({ ...row, customerSuspended: true, nextCheckAt: new Date(), reason: "throttled" });
  expect([suspended.status, suspended.note, suspended.nextCheckAt]).toEqual(["disabled", "The customer is suspended", null]);
});
