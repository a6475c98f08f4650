import { expect, test } from "vitest";
import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import { ARRANGED_RING } from "#db/testing/arrange-verification.ts";
import { CustomerId } from "#kernel/ids.ts";
import { probeParts, recordMac } from "#kernel/verification/record-mac.ts";
import { fleetRunOf } from "./fleet-run-of.ts";

const CUSTOMER = CustomerId.parse("01890000-0000-7000-8000-000000000001");
const RUN: StaffRunRow = {
  id: "01890000-0000-7000-8000-000000000002",
  connectionId: "01890000-0000-7000-8000-000000000003",
  connectionName: "production",
  reason: "schedule",
  startedAt: new Date(0),
  finishedAt: new Date(1000),
  verdict: "secure",
  externalIdId: "01890000-0000-7000-8000-000000000004",
  sandbox: false,
  sessionName: null,
  stsRegion: null,
  probesDeletedAt: null,
  probes: [],
};

/** Probes with MACs of the portal. */
const probesOf = (...results: readonly Pick<StaffProbeRow, "name" | "expected" | "got">[]): StaffRunRow["probes"] =>
  results.map((result, n) => {
    const probe = { ...result, n, code: null, requestId: null, sentHint: null, ms: 1 };
    const { connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = RUN;
    const parts = probeParts({ customerId: CUSTOMER, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion, ...probe });
    return { ...probe, mac: recordMac(ARRANGED_RING, "probe", parts) };
  });

const RIGHT = { name: "right", expected: "allowed", got: "allowed" } as const;
const NONE = { name: "none", expected: "denied", got: "denied" } as const;
const shown = (run: Partial<StaffRunRow>) => fleetRunOf(ARRANGED_RING, CUSTOMER, { ...RUN, ...run }).verdict;

test("a run that is stored as secure without a probe, or with one that says otherwise, is inconclusive", () => {
  expect(shown({})).toBe("inconclusive");
  expect(shown({ probes: probesOf(RIGHT, { ...NONE, got: "allowed" }) })).toBe("inconclusive");
  expect(shown({ probes: probesOf({ ...RIGHT, got: "denied" }, NONE) })).toBe("inconclusive");
  expect(shown({ probes: probesOf(RIGHT, { ...NONE, got: "inconclusive" }) })).toBe("inconclusive");
  expect(shown({ probes: probesOf({ ...NONE, got: "allowed" }), probesDeletedAt: new Date(2000) })).toBe("inconclusive");
});

test("a secure run is shown as secure while its probes say so, and after they were deleted because of their age", () => {
  expect(shown({ probes: probesOf(RIGHT, NONE) })).toBe("secure");
  expect(shown({ probes: probesOf(RIGHT, NONE, { name: "retiring", expected: "either", got: "allowed" }) })).toBe("secure");
  expect(shown({ probesDeletedAt: new Date(2000) })).toBe("secure");
});

test("other verdicts need no probe", () => {
  expect(shown({ verdict: "not-secure", probes: probesOf(RIGHT, { ...NONE, got: "allowed" }) })).toBe("not-secure");
  for (const verdict of ["access-denied", "inconclusive", "lost", null] as const) expect(shown({ verdict })).toBe(verdict);
});
