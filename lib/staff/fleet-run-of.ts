import type { Transaction } from "#db/in-transaction.ts";
import { staffRunsById } from "#db/queries/staff/staff-list-runs.ts";
import type { StaffProbeRow, StaffRunRow } from "#db/queries/staff-runs.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { KeyRingEntry } from "#kernel/process/env-fields.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { PROBE_LABELS, REPEATED_PROBE_LABEL } from "#kernel/verification/probe-labels.ts";
import { checkRecordMac, probeParts, type RecordPart } from "#kernel/verification/record-mac.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import type { FleetRun } from "./shared/fleet-view.ts";

const EXPECTED = { allowed: "Allowed", denied: "Denied", either: "Either" } as const;
const GOT = { allowed: "Allowed", denied: "Denied", inconclusive: "Inconclusive" } as const;

/**
 * A stored run of a customer with its probes in the words of the reports. A run with a probe that the portal did not
 * write, or that is secure without probes that say so, is not trusted: it is inconclusive, and so are its probes. The part
 * that only the customer may read (the role) is checked where the customer reads it.
 */
export function fleetRunOf(ring: Secret<readonly KeyRingEntry[]>, customerId: CustomerId, row: StaffRunRow): FleetRun {
  const { id, connectionId, connectionName, reason, startedAt, finishedAt, probes } = row;
  const isAuthentic =
    probes.every((probe) => checkRecordMac(ring, "probe", partsOf(customerId, row, probe), probe.mac) === "authentic") &&
    (row.verdict !== "secure" || isSecureByProbes(row));
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

/**
 * Whether the probes of a run say that it is secure: there are some, and each has its expected result. Old probes are deleted, so the
 * verdict of an older run can't be checked and is shown as it is stored; the page of the connection says that its probes were deleted.
 */
function isSecureByProbes({ probes, probesDeletedAt }: StaffRunRow): boolean {
  if (probes.length === 0) return probesDeletedAt !== null;
  return probes.every(({ expected, got }) => expected === "either" || got === expected);
}

/** The verdicts of these runs as staff see them: a run that the portal did not write is inconclusive. By ID. */
export async function shownVerdicts(
  tx: Transaction,
  ring: Secret<readonly KeyRingEntry[]>,
  customerId: CustomerId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Verdict>> {
  const runs = await staffRunsById(tx, customerId, ids);
  return new Map([...runs].flatMap(([id, run]) => [[id, fleetRunOf(ring, customerId, run).verdict ?? "inconclusive"] as const]));
}

function partsOf(customerId: CustomerId, run: StaffRunRow, probe: StaffProbeRow): readonly RecordPart[] {
  const { connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = run;
  return probeParts({ customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion, ...probe });
}

function unbelieved(probe: StaffProbeRow): StaffProbeRow {
  return { ...probe, got: "inconclusive", code: "not-authentic", requestId: null };
}

function probeOf({ name, expected, got, code, requestId }: StaffProbeRow, n: number): FleetRun["probes"][number] {
  return {
    name: name === "right" && n > 0 ? REPEATED_PROBE_LABEL : ((PROBE_LABELS as Readonly<Record<string, string>>)[name] ?? name),
    expected: EXPECTED[expected],
    got: GOT[got],
    code: code ?? "",
    requestId: requestId ?? "",
  };
}
