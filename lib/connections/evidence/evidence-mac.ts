import { inTransaction } from "#db/in-transaction.ts";
import type { StoredArn } from "#db/queries/arn-index.ts";
import type { OpenedForReadRow } from "#db/queries/connections-open.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { ProbeRow, RunRow, RunWithProbes } from "#db/queries/runs-read.ts";
import type { ProbeInsert, RunClosing } from "#db/queries/runs-write.ts";
import type { Actor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { log } from "#kernel/process/log.ts";
import { type Authenticity, checkRecordMac, probeParts, type RecordPart, recordMac } from "#kernel/verification/record-mac.ts";
import { contentDigest } from "#lib/audit/record-audit.ts";
import type { ProbeEvidence, ReportEvidence } from "#lib/connections/shared/report-view.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";

type ProbeContext = Pick<RunRow, "customerId" | "connectionId" | "id" | "externalIdId" | "sandbox" | "sessionName" | "stsRegion">;

/** The expected result of a probe, as the database derives it from the probe's name. */
function expectedOf(name: ProbeInsert["name"]): "allowed" | "denied" | "either" {
  if (name === "right") return "allowed";
  return name === "retiring" ? "either" : "denied";
}

type Answer = Omit<ProbeInsert, "mac"> & { readonly expected?: string | null };

/** The signed parts of an answer of this run. */
function partsOfAnswer(run: ProbeContext, answer: Answer): readonly RecordPart[] {
  const { customerId, connectionId, id: runId, externalIdId, sandbox, sessionName, stsRegion } = run;
  const { n, name, got, expected, code = null, requestId = null, sentHint = null, ms = null } = answer;
  const ofRun = { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion };
  return probeParts({ ...ofRun, n, name, expected: expected ?? expectedOf(name), got, code, requestId, sentHint, ms });
}

/** The MAC of an answer that is about to be stored. */
export function probeMac(ring: KeyRing, run: ProbeContext, answer: Answer): string {
  return recordMac(ring, "probe", partsOfAnswer(run, answer));
}

/** Whether the portal wrote this answer for this run. */
export function checkProbe(ring: KeyRing, run: RunRow, probe: ProbeRow): Authenticity {
  const isOfRun = probe.customerId === run.customerId && probe.runId === run.id;
  return isOfRun ? checkRecordMac(ring, "probe", partsOfAnswer(run, probe), probe.mac) : "forged";
}

/** What the probes of a run found, from their stored rows only; null when they were deleted because of their age. */
export function probeEvidence({ run, probes }: RunWithProbes): readonly ProbeEvidence[] | null {
  if (run.probesDeletedAt !== null) return null;
  return probes.map(({ n, name, sentHint, expected, got, code, requestId, ms, at }) => ({
    n,
    name,
    externalIdSent: sentHint,
    expected: expected ?? "denied",
    got,
    code,
    requestId,
    ms,
    at: at.toISOString(),
  }));
}

/**
 * What a closed run found, from its stored rows only: the part of a report that the audit chain protects. It contains the digest of
 * the probes and not the probes, so that it stays complete and can be checked after they are deleted.
 */
export function reportEvidence(row: RunWithProbes): ReportEvidence {
  const { run } = row;
  const probes = probeEvidence(row);
  return {
    customer: run.customerId,
    connection: run.connectionId,
    run: run.id,
    trigger: run.reason,
    externalIdId: run.externalIdId,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    verdict: run.verdict,
    reason: run.outcomeReason,
    control: run.control,
    sandbox: run.sandbox,
    ...(run.templateVersion !== null && { templateVersionOffered: run.templateVersion }),
    stsRegion: run.stsRegion,
    sessionName: run.sessionName,
    accountId: run.accountId,
    roleId: run.roleId,
    logReading: run.logChecks ?? {},
    probesSha256: probes === null ? (run.probesSha256 ?? "") : contentDigest(probes),
  };
}

/** The signed parts of a closed run: everything that its report says (verdict, canary check, role, log checks, the digest of its probes) and the ARN. */
function runParts(row: RunWithProbes): readonly RecordPart[] {
  const { arnHmac, planned, retiredTotal, requestedBy } = row.run;
  return [contentDigest(reportEvidence(row)), arnHmac, planned, retiredTotal, requestedBy];
}

/** The MAC of a run that was just closed, over its stored rows. Its probes must be {@link checkProbe authentic}. */
export function runMac(ring: KeyRing, row: RunWithProbes): string {
  return recordMac(ring, "run", runParts(row));
}

/** The MAC of a closed run when its ARN gets another index; the stored one if that is not authentic, so that it stays wrong. */
export function runMacWithIndex(ring: KeyRing, row: RunWithProbes, arnHmac: string): string | null {
  const isAuthentic = checkRecordMac(ring, "run", runParts(row), row.run.mac) === "authentic";
  return isAuthentic ? runMac(ring, { ...row, run: { ...row.run, arnHmac } }) : row.run.mac;
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

/**
 * The MAC that a connection stores with its last successful verification, so that a read checks one MAC and not a whole run:
 * for a run that ended as secure at the moment `at`.
 */
export function verificationMac(
  { env }: { readonly env: Pick<PortalEnv, "dataKeys"> },
  { id: runId, ...run }: { readonly [Name in "customerId" | "connectionId" | "externalIdId" | "arnHmac" | "id"]: string },
  { accountId, roleId }: Pick<RunClosing, "accountId" | "roleId">,
  at: Date,
): string {
  const verification = { ...run, accountId, roleId: roleId ?? "", runId, verifiedAt: at.getTime() };
  return recordMac(env.dataKeys, "verification", verificationParts(verification));
}

/** The MAC of a connection's verification when its ARN gets another index; the stored one if that is not authentic. */
export function verificationMacWithIndex(ring: KeyRing, stored: StoredArn, arnHmac: string): string | null {
  const { accountId, roleId, runId, verifiedMs: verifiedAt, mac } = stored;
  if (accountId === null || roleId === null || runId === null || verifiedAt === null) return mac;
  const parts = verificationParts({ ...stored, accountId, roleId, runId, verifiedAt });
  if (checkRecordMac(ring, "verification", parts, mac) !== "authentic") return mac;
  return recordMac(ring, "verification", verificationParts({ ...stored, accountId, roleId, runId, verifiedAt, arnHmac }));
}

/** Whether the portal wrote the verification of a connection that was opened for reading. Call it before using the ARN. */
export function isAuthenticForRead(ring: KeyRing, customerId: string, connectionId: string, opened: OpenedForReadRow): boolean {
  const { external_id_id: externalIdId, arn_hmac: arnHmac, account_id: accountId, role_id: roleId } = opened;
  const ofRun = { runId: opened.verified_run_id, verifiedAt: Number(opened.verified_ms) };
  const parts = verificationParts({ customerId, connectionId, externalIdId, arnHmac, accountId, roleId, ...ofRun });
  return checkRecordMac(ring, "verification", parts, opened.verification_mac) === "authentic";
}

/** The stored reason of a connection or run whose verification was not written by the portal. */
export const NOT_AUTHENTIC = "verification-not-authentic";

type VerifiedRow = Pick<
  ConnectionRow,
  | "customerId"
  | "id"
  | "status"
  | "reason"
  | "externalIdId"
  | "arnHmac"
  | "accountId"
  | "roleId"
  | "verifiedRunId"
  | "verifiedAt"
  | "verificationMac"
>;

/** Whether a row with status "connected" has the portal's own MAC. Rows with another status need none. */
export function hasAuthenticVerification(ring: KeyRing, row: VerifiedRow): boolean {
  if (row.status !== "connected") return true;
  const { customerId, id: connectionId, externalIdId, arnHmac, accountId, roleId, verifiedRunId, verifiedAt } = row;
  if (arnHmac === null || accountId === null || roleId === null || verifiedRunId === null || verifiedAt === null) return false;
  const ofRun = { runId: verifiedRunId, verifiedAt: verifiedAt.getTime() };
  const parts = verificationParts({ customerId, connectionId, externalIdId, arnHmac, accountId, roleId, ...ofRun });
  return checkRecordMac(ring, "verification", parts, row.verificationMac) === "authentic";
}

/** The row as it may be shown: "connected" only with the portal's own MAC. */
export function authenticRow<Row extends VerifiedRow>(ring: KeyRing, row: Row): Row {
  return hasAuthenticVerification(ring, row) ? row : { ...row, status: "expired", reason: NOT_AUTHENTIC };
}

/**
 * A stored run as it may be shown. A run whose MAC is missing or wrong is shown as inconclusive, whatever its row says, and
 * so is each answer with a wrong MAC; an open or lost run keeps its authentic answers. A forged run raises a staff alert, in a
 * separate transaction that nothing waits for. A run whose key has left the key ring is shown as inconclusive without an
 * alert.
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
  const masked = run.accountId === null ? null : maskedAccount(run.accountId);
  const inconclusive = { verdict: "inconclusive" as const, outcomeReason: NOT_AUTHENTIC, control: null, logChecks: null };
  return { run: { ...run, ...inconclusive, accountId: masked, roleId: null }, probes: answers };
}

/** An AWS account ID of which a report shows only the last four digits. */
export function maskedAccount(accountId: string): string {
  return `********${accountId.slice(-4)}`;
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
