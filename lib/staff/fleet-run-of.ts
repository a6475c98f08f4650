import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import type { FleetRun } from "./fleet-view.ts";

const PROBES: Readonly<Record<string, string>> = {
  right: "Right ID",
  none: "No ID",
  doubled: "ID doubled",
  upper: "ID in upper case",
  "near-miss": "ID with one sign changed",
  random: "Random ID",
  retired: "Retired ID",
  retiring: "Former ID",
  "outside-principal": "Another principal",
  "second-principal": "Second principal",
};

const EXPECTED = { granted: "Opens", denied: "Refused", either: "Either" } as const;
const GOT = { granted: "Opened", denied: "Refused", inconclusive: "No answer" } as const;

/** A stored run with its probes in the words of the receipts. */
export function fleetRunOf({ startedAt, finishedAt, probes, ...run }: StaffRunRow): FleetRun {
  return { ...run, startedAt: startedAt.getTime(), finishedAt: finishedAt?.getTime() ?? null, probes: probes.map(probeOf) };
}

function probeOf({ name, expected, got, code, requestId }: StaffProbeRow): FleetRun["probes"][number] {
  return { name: PROBES[name] ?? name, expected: EXPECTED[expected], got: GOT[got], code: code ?? "", requestId: requestId ?? "" };
}
