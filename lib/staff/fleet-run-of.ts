import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import type { KeyRingEntry } from "#kernel/env-fields.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { checkRecordMac, probeParts, type RecordPart } from "#kernel/record-mac.ts";
import type { Secret } from "#kernel/secret.ts";
import type { FleetRun } from "./shared/fleet-view.ts";

/** The same words as in the customer's report, so that staff and customer can talk about it. */
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

const EXPECTED = { allowed: "Allowed", denied: "Denied", either: "Either" } as const;
const GOT = { allowed: "Allowed", denied: "Denied", inconclusive: "Inconclusive" } as const;

/**
 * A stored run of a customer with its probes in the words of the reports. A run with a probe that the portal did not
 * write is not trusted: it is inconclusive, and so are its probes. The part that only the customer may read (the role)
 * is checked where the customer reads it.
 */
export function fleetRunOf(ring: Secret<readonly KeyRingEntry[]>, customerId: CustomerId, row: StaffRunRow): FleetRun {
  const { id, connectionId, connectionName, reason, startedAt, finishedAt, probes } = row;
  const isAuthentic = probes.every((probe) => checkRecordMac(ring, "probe", partsOf(customerId, row, probe), probe.mac) === "authentic");
  const closed = row.verdict !== null && row.verdict !== "lost";
  return {
    ...{ id, connectionId, connectionName, reason },
    verdict: isAuthentic || !closed ? row.verdict : "inconclusive",
    startedAt: startedAt.getTime(),
    finishedAt: finishedAt?.getTime() ?? null,
    probesDeletedAt: row.probesDeletedAt?.getTime() ?? null,
    probes: (isAuthentic ? probes : probes.map(unbelieved)).map(probeOf),
  };
}

function partsOf(customerId: CustomerId, run: StaffRunRow, probe: StaffProbeRow): readonly RecordPart[] {
  const { connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = run;
  return probeParts({ customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion, ...probe });
}

function unbelieved(probe: StaffProbeRow): StaffProbeRow {
  return { ...probe, got: "inconclusive", code: "not-authentic", requestId: null };
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
