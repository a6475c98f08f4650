import { expect, test } from "vitest";
import type { FleetCustomerRow, FleetTally } from "#db/queries/staff-lists.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { fleetOf } from "./find-fleet.ts";

const tally = (status: ConnectionStatus, count = 1, oldestVerificationAt: number | null = 5): FleetTally => ({
  status,
  count,
  name: `first ${status}`,
  oldestVerificationAt,
});
const customer = (name: string, tallies: FleetTally[], suspendedAt: Date | null = null): FleetCustomerRow => ({
  id: name,
  name,
  suspendedAt,
  tallies,
});
const only = (...tallies: FleetTally[]) => fleetOf([customer("Acme", tallies)], "ok", []).customers[0];

test("the worst status is the most urgent one, with its connection by name or by count", () => {
  expect(only(tally("connected", 4), tally("access_denied", 2), tally("expired", 3))).toMatchObject({
    worst: "access_denied",
    where: "2 connections",
  });
  expect(only(tally("connected", 4), tally("quarantined"), tally("access_denied", 2))).toMatchObject({
    worst: "quarantined",
    where: "first quarantined",
  });
  expect(only(tally("connected", 2))).toMatchObject({ worst: "connected", where: "", verified: 2, connections: 2 });
  expect(only()).toMatchObject({ worst: null, where: "", connections: 0, oldestVerificationAt: null });
});

test("a suspended customer is shown as disabled, and none of its connections counts as verified or as urgent", () => {
  const fleet = fleetOf([customer("Acme", [tally("connected", 3), tally("quarantined")], new Date(7))], "ok", []);
  expect(fleet.customers[0]).toMatchObject({ worst: "disabled", suspendedAt: 7, verified: 0, quarantined: 0, connections: 4 });
  expect(fleet).toMatchObject({ total: 0, verified: 0, quarantined: 0 });
});

test("drafts and connections that are verifying or disabled do not count as connections to verify", () => {
  const fleet = fleetOf(
    [
      customer("Acme", [
        tally("connected", 3),
        tally("draft", 9, null),
        tally("verifying", 2, null),
        tally("disabled", 5),
        tally("expired"),
      ]),
    ],
    "failed",
    [],
  );
  expect(fleet).toMatchObject({ total: 4, verified: 3, expired: 1, control: "failed" });
});

test("customers come worst first, then by name; those without a connection last", () => {
  const rows = [
    customer("Zeta", []),
    customer("Beta", [tally("connected")]),
    customer("Alpha", [tally("connected")]),
    customer("Omega", [tally("quarantined")]),
  ];
  expect(fleetOf(rows, "unknown", []).customers.map(({ name }) => name)).toEqual(["Omega", "Alpha", "Beta", "Zeta"]);
});

test("the oldest verification is that of a connection in service, not of a disabled one", () => {
  expect(only(tally("connected", 2, 50), tally("access_denied", 1, 40), tally("disabled", 1, 3))?.oldestVerificationAt).toBe(40);
});

test("an alert says where and what to do, and an unknown type of alert is still shown", () => {
  const raisedAt = new Date(9);
  const rows = [
    { id: "1", kind: "quarantined", raisedAt, customerId: "c", customerName: "Acme", connectionName: "prod" },
    { id: "2", kind: "something-new", raisedAt, customerId: null, customerName: null, connectionName: null },
  ];
  expect(fleetOf([], "ok", rows).alerts).toMatchObject([
    { title: "Acme / prod", sentence: expect.stringContaining("Call them"), raisedAt: 9 },
    { title: "Something new", sentence: "Alert type: something new." },
  ]);
});
