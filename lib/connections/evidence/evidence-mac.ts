import { inTransaction } from "#db/in-transaction.ts";
import type { OpenedForReadRow } from "#db/queries/connections-open.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { ProbeInsert, RunClosing, RunOpening } from "#db/queries/runs-write.ts";
import type { Actor } from "#kernel/actor.ts";
import type { PortalEnv } from "#kernel/env.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { log } from "#kernel/log.ts";
import { type Authenticity, checkRecordMac, probeParts, type RecordPart, recordMac } from "#kernel/record-mac.ts";
import { contentDigest } from "#lib/audit/record-audit.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";
import { reportEvidence } from "./report-evidence.ts";

type ProbeContext = Pick<RunOpening, "customerId" | "connectionId" | "id" | "externalIdId" | "sandbox" | "sessionName" | "stsRegion">;

/** The expected result of a probe, as the database derives it from the probe's name. */
function expectedOf(name: ProbeInsert["name"]): "granted" | "denied" | "either" {
  if (name === "right") return "granted";
  return name === "retiring" ? "either" : "denied";
}

/** The MAC of an answer that is about to be stored. */
export function probeMac(ring: KeyRing, run: ProbeContext, probe: Omit<ProbeInsert, "mac">): string {
  const { n, name, got, code = null, requestId = null, sentHint = null, ms = null } = probe;
  const answer = { n, name, expected: expectedOf(name), got, code, requestId, sentHint, ms };
  return recordMac(ring, "probe", probeParts({ ...run, runId: run.id, ...answer }));
}

/** Whether the portal wrote this answer for this run. */
export function checkProbe(ring: KeyRing, run: RunRow, probe: ProbeRow): Authenticity {
  const { customerId, connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = run;
  const { n, name, expected, got, code, requestId, sentHint, ms } = probe;
  const ofRun = { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion };
  const parts = probeParts({ ...ofRun, n, name, expected: expected ?? expectedOf(name), got, code, requestId, sentHint, ms });
  return probe.customerId === customerId && probe.runId === runId ? checkRecordMac(ring, "probe", parts, probe.mac) : "forged";
}

/** The signed parts of a closed run: everything that its report says (verdict, canary check, role, log checks, each probe and its time) and the ARN. */
function runParts(row: RunWithProbes): readonly RecordPart[] {
  const { arnHmac, planned, retiredTotal, askedBy } = row.run;
  return [contentDigest(reportEvidence(row)), arnHmac, planned, retiredTotal, askedBy];
}

/** The MAC of a run that was just closed, over its stored rows. Its probes must be {@link checkProbe authentic}. */
export function runMac(ring: KeyRing, row: RunWithProbes): string {
  return recordMac(ring, "run", runParts(row));
}

/** Whether the portal closed this run with this content. An open or lost run has no MAC of its own, so its probes are checked one by one. */
function checkRun(ring: KeyRing, row: RunWithProbes): Authenticity {
  const { verdict, mac } = row.run;
  if (verdict !== null && verdict !== "lost") return checkRecordMac(ring, "run", runParts(row), mac);
  const answers = row.probes.map((probe) => checkProbe(ring, row.run, probe));
  return answers.find((answer) => answer !== "authentic") ?? "authentic";
}

/** The facts behind "connected": this run verified this role of this connection under this External ID at this time. */
interface VerificationRecord {
  readonly customerId: string;
  readonly connectionId: string;
  readonly externalIdId: string;
  readonly arnHmac: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly runId: string;
  /** Milliseconds since 1970, truncated. */
  readonly verifiedAt: number;
}

function verificationParts(verification: VerificationRecord): readonly RecordPart[] {
  const { customerId, connectionId, externalIdId, arnHmac, accountId, roleId, runId, verifiedAt } = verification;
  return [customerId, connectionId, externalIdId, arnHmac, accountId, roleId, runId, verifiedAt];
}

/** The MAC that a connection stores with its last successful verification, so that a read checks one MAC and not a whole run. */
function verificationMac(ring: KeyRing, verification: VerificationRecord): string {
  return recordMac(ring, "proof", verificationParts(verification));
}

/** The same MAC for a run that ended as secure at the moment `at`. */
export function verificationMacOf(
  { env }: { readonly env: Pick<PortalEnv, "dataKeys"> },
  run: { readonly [Name in "customerId" | "connectionId" | "externalIdId" | "arnHmac" | "id"]: string },
  { accountId, roleId }: Pick<RunClosing, "accountId" | "roleId">,
  at: Date,
): string {
  const { id: runId, customerId, connectionId, externalIdId, arnHmac } = run;
  const verification = {
    customerId,
    connectionId,
    externalIdId,
    arnHmac,
    accountId,
    roleId: roleId ?? "",
    runId,
    verifiedAt: at.getTime(),
  };
  return verificationMac(env.dataKeys, verification);
}

/** Whether the portal wrote this verification record. */
function checkVerification(ring: KeyRing, verification: VerificationRecord, mac: string | null): Authenticity {
  return checkRecordMac(ring, "proof", verificationParts(verification), mac);
}

/** The same check for a connection that was opened for reading. Call it before using the ARN. */
export function isAuthenticForRead(ring: KeyRing, customerId: string, connectionId: string, opened: OpenedForReadRow): boolean {
  const { external_id_id: externalIdId, arn_hmac: arnHmac, account_id: accountId, role_id: roleId } = opened;
  const ofRun = { runId: opened.proved_run_id, verifiedAt: Number(opened.proved_ms) };
  const verification = { customerId, connectionId, externalIdId, arnHmac, accountId, roleId, ...ofRun };
  return checkVerification(ring, verification, opened.proof_mac) === "authentic";
}

/** The stored reason of a connection or run whose verification was not written by the portal. */
export const NOT_AUTHENTIC = "proof-not-authentic";

type VerifiedRow = Pick<
  ConnectionRow,
  "customerId" | "id" | "status" | "reason" | "externalIdId" | "arnHmac" | "accountId" | "roleId" | "provedRunId" | "provedAt" | "proofMac"
>;

/** Whether a row with status "connected" has the portal's own MAC. Rows with another status need none. */
export function hasAuthenticVerification(ring: KeyRing, row: VerifiedRow): boolean {
  if (row.status !== "connected") return true;
  const { customerId, id: connectionId, externalIdId, arnHmac, accountId, roleId, provedRunId, provedAt } = row;
  if (arnHmac === null || accountId === null || roleId === null || provedRunId === null || provedAt === null) return false;
  const verification = {
    customerId,
    connectionId,
    externalIdId,
    arnHmac,
    accountId,
    roleId,
    runId: provedRunId,
    verifiedAt: provedAt.getTime(),
  };
  return checkVerification(ring, verification, row.proofMac) === "authentic";
}

/** The row as it may be shown: "connected" only with the portal's own MAC. */
export function authenticRow<Row extends VerifiedRow>(ring: KeyRing, row: Row): Row {
  return hasAuthenticVerification(ring, row) ? row : { ...row, status: "not_proven", reason: NOT_AUTHENTIC };
}

/**
 * A stored run as it may be shown. A run whose MAC is missing or wrong is shown as inconclusive, whatever its row says, and
 * so is each answer with a wrong MAC; an open or lost run keeps its authentic answers. A forged run raises a staff alert, in a
 * separate transaction that nothing waits for. A run whose key has left the key ring is shown as inconclusive without an
 * alert; migration 0044 marks the unsigned runs before it in that way.
 */
export function authenticRun(actor: Actor, ring: KeyRing, row: RunWithProbes): RunWithProbes {
  const { run, probes } = row;
  const authenticity = checkRun(ring, row);
  if (authenticity === "authentic") return row;
  const isClosed = run.verdict !== null && run.verdict !== "lost";
  // An unsigned lost run raises no alert: it shows no result, and it may be older than the signatures.
  if (authenticity === "forged" || (authenticity === "unsigned" && run.verdict !== "lost")) void raiseForgery(actor, run);
  const answers = probes.map((probe) =>
    !isClosed && checkProbe(ring, run, probe) === "authentic"
      ? probe
      : { ...probe, got: "inconclusive" as const, code: "not-authentic", requestId: null },
  );
  if (!isClosed) return { run, probes: answers };
  const { accountId } = run;
  const masked = accountId === null ? null : `********${accountId.slice(-4)}`;
  const inconclusive = { verdict: "inconclusive" as const, outcomeReason: NOT_AUTHENTIC, control: null, logChecks: null };
  return { run: { ...run, ...inconclusive, accountId: masked, roleId: null }, probes: answers };
}

/** The staff alert about a stored verification that the portal did not write. */
const FORGED_ALERT = "forged-verification";

/**
 * Logs that the portal did not write a stored verification, with its IDs, and alerts staff once for each connection. Never
 * rejects, so that the caller can continue without trusting the record.
 */
export async function raiseForgery(
  actor: Actor,
  found: { readonly customerId: string; readonly connectionId: string; readonly id: string | null },
): Promise<void> {
  const { customerId, connectionId, id: run } = found;
  log("error", "stored verification not authentic", { connection: connectionId, run });
  try {
    await inTransaction(actor, (tx) => raiseAlert(tx, FORGED_ALERT, CustomerId.parse(customerId), ConnectionId.parse(connectionId)));
  } catch (error) {
    log("error", "alert not stored", { connection: connectionId, run }, error);
  }
}
