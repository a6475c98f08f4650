import type { OpenedForReadRow } from "#db/queries/connections-open.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { ProbeInsert, RunClosing, RunOpening } from "#db/queries/runs-write.ts";
import type { PortalEnv } from "#kernel/env.ts";
import { type Authenticity, checkRecordMac, probeParts, type RecordPart, recordMac } from "#kernel/record-mac.ts";
import { contentDigest } from "#lib/audit/content-digest.ts";
import { reportEvidence } from "#lib/connections/reports/report-evidence.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";

type ProbeContext = Pick<RunOpening, "customerId" | "connectionId" | "id" | "externalIdId" | "sandbox" | "sessionName" | "stsRegion">;

/** What the database makes of a probe's name. */
function expectedOf(name: ProbeInsert["name"]): "granted" | "denied" | "either" {
  if (name === "right") return "granted";
  return name === "retiring" ? "either" : "denied";
}

/** The MAC of an answer that is about to be written. */
export function probeMac(ring: KeyRing, run: ProbeContext, probe: Omit<ProbeInsert, "mac">): string {
  const { n, name, got, code = null, requestId = null, sentHint = null, ms = null } = probe;
  const answer = { n, name, expected: expectedOf(name), got, code, requestId, sentHint, ms };
  return recordMac(ring, "probe", probeParts({ ...run, runId: run.id, ...answer }));
}

/** Whether the portal wrote this very answer, of this very run. */
export function checkProbe(ring: KeyRing, run: RunRow, probe: ProbeRow): Authenticity {
  const { customerId, connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = run;
  const { n, name, expected, got, code, requestId, sentHint, ms } = probe;
  const ofRun = { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion };
  const parts = probeParts({ ...ofRun, n, name, expected: expected ?? expectedOf(name), got, code, requestId, sentHint, ms });
  return probe.customerId === customerId && probe.runId === runId ? checkRecordMac(ring, "probe", parts, probe.mac) : "forged";
}

/** Of a closed run: all that its report says (verdict, canary check, role, log checks, each probe and when it came) and the ARN. */
function runParts(row: RunWithProbes): readonly RecordPart[] {
  const { arnHmac, planned, retiredTotal, askedBy } = row.run;
  return [contentDigest(reportEvidence(row)), arnHmac, planned, retiredTotal, askedBy];
}

/** The MAC of a run that was just closed, as its rows are stored. Its probes must be {@link checkProbe authentic}. */
export function runMac(ring: KeyRing, row: RunWithProbes): string {
  return recordMac(ring, "run", runParts(row));
}

/** Whether the portal closed this run so. A lost one was closed by nobody: it says nothing, and its probes are checked one by one. */
export function checkRun(ring: KeyRing, row: RunWithProbes): Authenticity {
  const { verdict, mac } = row.run;
  if (verdict !== null && verdict !== "lost") return checkRecordMac(ring, "run", runParts(row), mac);
  const answers = row.probes.map((probe) => checkProbe(ring, row.run, probe));
  return answers.find((answer) => answer !== "authentic") ?? "authentic";
}

/** What "connected" rests on: that this role, of this connection, under this External ID, was proven by this run at this time. */
export interface Proof {
  readonly customerId: string;
  readonly connectionId: string;
  readonly externalIdId: string;
  readonly arnHmac: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly provedRunId: string;
  /** Milliseconds since 1970, cut and not rounded. */
  readonly provedAt: number;
}

function proofParts(proof: Proof): readonly RecordPart[] {
  const { customerId, connectionId, externalIdId, arnHmac, accountId, roleId, provedRunId, provedAt } = proof;
  return [customerId, connectionId, externalIdId, arnHmac, accountId, roleId, provedRunId, provedAt];
}

/** The MAC that a connection carries beside its proof, so that a read checks one and not a whole run. */
function proofMac(ring: KeyRing, proof: Proof): string {
  return recordMac(ring, "proof", proofParts(proof));
}

/** The same for a run that ended as secure `at` that moment. */
export function verificationMacOf(
  { env }: { readonly env: Pick<PortalEnv, "dataKeys"> },
  run: { readonly [Name in "customerId" | "connectionId" | "externalIdId" | "arnHmac" | "id"]: string },
  { accountId, roleId }: Pick<RunClosing, "accountId" | "roleId">,
  at: Date,
): string {
  const { id: provedRunId, customerId, connectionId, externalIdId, arnHmac } = run;
  const proof = { customerId, connectionId, externalIdId, arnHmac, accountId, roleId: roleId ?? "", provedRunId, provedAt: at.getTime() };
  return proofMac(env.dataKeys, proof);
}

/** Whether the portal proved this connection so. */
function checkProof(ring: KeyRing, proof: Proof, mac: string | null): Authenticity {
  return checkRecordMac(ring, "proof", proofParts(proof), mac);
}

/** The same of a connection that was opened for reading: to be asked before its ARN is used. */
export function isAuthenticForRead(ring: KeyRing, customerId: string, connectionId: string, opened: OpenedForReadRow): boolean {
  const { external_id_id: externalIdId, arn_hmac: arnHmac, account_id: accountId, role_id: roleId } = opened;
  const ofRun = { provedRunId: opened.proved_run_id, provedAt: Number(opened.proved_ms) };
  const proof = { customerId, connectionId, externalIdId, arnHmac, accountId, roleId, ...ofRun };
  return checkProof(ring, proof, opened.proof_mac) === "authentic";
}

/** The word that a connection or a run is left with whose proof or report was not written by the portal. */
export const NOT_AUTHENTIC = "proof-not-authentic";

type ProvenRow = Pick<
  ConnectionRow,
  "customerId" | "id" | "status" | "reason" | "externalIdId" | "arnHmac" | "accountId" | "roleId" | "provedRunId" | "provedAt" | "proofMac"
>;

/** Whether a row that says "connected" has the portal's own proof. Rows of another status claim none. */
export function hasAuthenticVerification(ring: KeyRing, row: ProvenRow): boolean {
  if (row.status !== "connected") return true;
  const { customerId, id: connectionId, externalIdId, arnHmac, accountId, roleId, provedRunId, provedAt } = row;
  if (arnHmac === null || accountId === null || roleId === null || provedRunId === null || provedAt === null) return false;
  const proof = { customerId, connectionId, externalIdId, arnHmac, accountId, roleId, provedRunId, provedAt: provedAt.getTime() };
  return checkProof(ring, proof, row.proofMac) === "authentic";
}

/** The row as it may be shown: "connected" only with the portal's own proof. */
export function authenticRow<Row extends ProvenRow>(ring: KeyRing, row: Row): Row {
  return hasAuthenticVerification(ring, row) ? row : { ...row, status: "not_proven", reason: NOT_AUTHENTIC };
}
