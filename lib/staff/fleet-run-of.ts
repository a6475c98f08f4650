import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import type { FleetRun } from "./fleet-view.ts";

/** The same words as on the customer's own receipt, since the two of them may be on the telephone. */
const PROBES: Readonly<Record<string, string>> = {
  right: "Right ID",
  none: "No ID",
  doubled: "Doubled ID",
  upper: "Upper-cased ID",
  "near-miss": "Near miss",
  random: "Random ID",
  retired: "Retired ID",
  retiring: "Former ID",
  "outside-principal": "Right ID, from another AWS account",
  "second-principal": "No ID, from another role of ours",
};

const EXPECTED = { granted: "Opens", denied: "Refused", either: "Either" } as const;
const GOT = { granted: "Opened", denied: "Refused", inconclusive: "No answer" } as const;

/** A stored run with its probes in the words of the receipts. */
export function fleetRunOf({ startedAt, finishedAt, probes, ...run }: StaffRunRow): FleetRun {
  return { ...run, startedAt: startedAt.getTime(), finishedAt: finishedAt?.getTime() ?? null, probes: probes.map(probeOf) };
}

function probeOf({ name, expected, got, code, requestId }: StaffProbeRow, n: number): FleetRun["probes"][number] {
  const again = name === "right" && n > 0 ? ", again" : "";
  return {
    name: `${PROBES[name] ?? name}${again}`,
    expected: EXPECTED[expected],
    got: GOT[got],
    code: code ?? "",
    requestId: requestId ?? "",
  };
}
