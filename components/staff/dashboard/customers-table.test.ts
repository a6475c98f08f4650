import { expect, test } from "vitest";
import type { CustomerRow } from "#lib/staff/shared/fleet-view.ts";
import { type FleetFilter, matchesFilter } from "./customers-table.tsx";

const calm: CustomerRow = {
  id: "a",
  name: "Acme",
  suspendedAt: null,
  connections: 2,
  verified: 2,
  quarantined: 0,
  accessDenied: 0,
  expired: 0,
  worst: "connected",
  where: "",
  oldestVerificationAt: 1,
};

test.each<[FleetFilter, Partial<CustomerRow>, boolean]>([
  ["all", {}, true],
  ["attention", {}, false],
  ["attention", { expired: 1 }, true],
  ["attention", { suspendedAt: 5 }, false],
  ["suspended", {}, false],
  ["suspended", { suspendedAt: 5 }, true],
  ["quarantined", { accessDenied: 3 }, false],
  ["quarantined", { quarantined: 1 }, true],
  ["access_denied", { quarantined: 1, accessDenied: 1 }, true],
  ["not-verified", { quarantined: 1 }, false],
  ["not-verified", { expired: 1 }, true],
])("%s with %j: %s", (filter, change, matches) => {
  expect(matchesFilter({ ...calm, ...change }, filter)).toBe(matches);
});
