import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import type { FleetRun } from "./fleet-view.ts";

/** The same words as in the customer's own report, so that both can talk about it on the phone. */
const PROBES: Readonly<Record<string, string>> = {
  right: "Correct External ID",
  none: "No External ID",
  doubled: "Doubled External ID",
  upper: "Uppercase External ID",
  "near-miss": "One-character-different External ID",
  random: "Random External ID",
  retired: "Retired External ID",
  retiring: "Previous External ID",
  "outside-principal": "Correct External ID from another AWS account",
  "second-principal": "No External ID from another role of the partner",
};

const EXPECTED = { granted: "Allowed", denied: "Denied", either: "Either" } as const;
const GOT = { granted: "Allowed", denied: "Denied", inconclusive: "Inconclusive" } as const;

/** A stored run with its probes in the words of the reports. */
export function fleetRunOf({ startedAt, finishedAt, probes, ...run }: StaffRunRow): FleetRun {
  return { ...run, startedAt: startedAt.getTime(), finishedAt: finishedAt?.getTime() ?? null, probes: probes.map(probeOf) };
}

function probeOf({ name, expected, got, code, requestId }: StaffProbeRow, n: number): FleetRun["probes"][number] {
  const again = name === "right" && n > 0 ? " (repeat)" : "";
  return {
    name: `${PROBES[name] ?? name}${again}`,
    expected: EXPECTED[expected],
    got: GOT[got],
    code: code ?? "",
    requestId: requestId ?? "",
  };
}
