import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import { retireExternalId, switchExternalId } from "#db/queries/rotation.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import { ExternalId } from "#kernel/aws/external-id.ts";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import { DENY_EVERYTHING, type SessionName } from "#lib/aws/role-session.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { OpenedRun } from "#lib/connections/checks/open-run.ts";
import { verificationMac } from "#lib/connections/evidence/evidence-mac.ts";
import { nextCheckForPending, nextCheckForRetiring, nextRegularCheck, RETIRES_WITHIN_MS } from "#lib/connections/schedule/next-check.ts";
import { sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { maskedId } from "#lib/verification/engine/probe.ts";
import type { ProbeAnswer } from "#lib/verification/shared/run-view.ts";

/** A rotation in progress: the new ID is not verified yet (`pending`), or it is current and the previous one may still be accepted (`retiring`). */
export interface Rotation {
  readonly stage: "pending" | "retiring";
  /** The ID that is not the current one. */
  readonly id: string;
  readonly value: string;
  /** When the new ID was created (`pending`), or when it became current (`retiring`). */
  readonly since: Date;
}

/** The rotation of a connection, or null. There is at most one, so at most two IDs can be in use. */
export function rotationOf({ pending, retiring }: Pick<ConnectionRow, "pending" | "retiring">): Rotation | null {
  if (pending !== null) return { stage: "pending", ...pending };
  return retiring === null ? null : { stage: "retiring", ...retiring };
}

/** When the connection is checked next: at the regular time, or sooner because of a rotation. */
export function nextCheckDuring(rotation: Rotation | null, regular: Date | null, now: Date): Date | null {
  if (rotation === null) return regular;
  const look = (rotation.stage === "pending" ? nextCheckForPending : nextCheckForRetiring)(rotation.since, now);
  return regular === null || look < regular ? look : regular;
}

/** From seven days on, the database accepts no secure run unless the previous ID was denied. A run that may end after that is treated alike. */
const A_RUNS_LENGTH_MS = 60_000;

/** Whether the role must deny the previous ID by now. */
export function isOverdue(rotation: Rotation | null, now: Date): boolean {
  return rotation?.stage === "retiring" && now.getTime() + A_RUNS_LENGTH_MS > rotation.since.getTime() + RETIRES_WITHIN_MS;
}

/** What the role did with the External ID from before a rotation. Either answer is allowed, so it is not part of the verdict. */
export interface PreviousIdAnswer {
  readonly got: ProbeAnswer;
  readonly code: string;
  readonly requestId: string;
  readonly sent: string;
  readonly ms: number;
}

const DEADLINE_MS = 10_000;

/**
 * Tests whether a role still accepts its previous External ID. Like a negative probe, the call differs from the correct one only in
 * its ID and its inline policy, and the credentials of an allowed call are dropped here. Never rejects.
 */
export async function probePreviousId(
  { ports }: AppContext,
  ask: { readonly roleArn: RoleArn; readonly previousId: string; readonly sessionName: SessionName },
): Promise<PreviousIdAnswer> {
  const began = performance.now();
  const outcome = await ports.assume({
    roleArn: ask.roleArn,
    externalId: { kind: "id", value: sendableId(ExternalId.parse(ask.previousId)) },
    sessionName: ask.sessionName,
    durationSeconds: 900,
    sessionPolicy: DENY_EVERYTHING,
    maxAttempts: 2,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const answer = { got: outcome.kind, sent: maskedId(ask.previousId), ms: Math.max(0, Math.round(performance.now() - began)) };
  if (outcome.kind === "denied") return { ...answer, code: "AccessDenied", requestId: outcome.requestId };
  return { ...answer, code: outcome.kind === "allowed" ? "" : (outcome.code ?? ""), requestId: outcome.requestId ?? "" };
}

/** What the end of a rotation needs to know of a finished run. */
interface RunOfRotation {
  readonly run: OpenedRun;
  readonly arn: RoleArn;
  readonly previous: PreviousIdAnswer | null;
}

/** What the end of a run did to a rotation; the audit event is named after it. */
export type RotationMove = "switched" | "retired" | "none";

/** The previous ID is checked this long after the switch, when no read uses it any more. */
const PREVIOUS_ID_CHECKED_AFTER_MS = 2_000;

/**
 * Applies a run under the pending ID to its connection, which is locked. After a secure run the pending ID becomes current, and
 * the run becomes the connection's verification, in one statement: log access is never interrupted. After any other run only
 * the next check is scheduled. Whether the connection is quarantined was decided by the database when the probes were stored
 * (`quarantine_if_allowed` in `db/functions/quarantine.sql`); here only the reason is recorded.
 */
export async function settlePendingRun(
  tx: Transaction,
  { env }: AppContext,
  { run, arn }: RunOfRotation,
  closing: RunClosing,
  now: ConnectionRow,
  at: Date,
): Promise<RotationMove> {
  const { customerId, connectionId, id, externalIdId } = run.opening;
  // The rotation was canceled during the run: the ID is retired, and the current one stays.
  if (now.pending?.id !== externalIdId) return "none";
  if (closing.verdict === "secure") {
    const place = { table: "connections", customerId, connectionId, externalId: run.opened.external_id } as const;
    await switchExternalId(tx, customerId, connectionId, { runId: id, sealedArn: sealRoleArn(env.dataKeys, place, arn) });
    await changeConnection(tx, customerId, connectionId, {
      reason: closing.outcomeReason === "verified" ? null : closing.outcomeReason,
      verificationMac: verificationMac({ env }, run.opening, closing, at),
      nextCheckAt: new Date(at.getTime() + PREVIOUS_ID_CHECKED_AFTER_MS),
      regularCheckAt: nextRegularCheck(at, Math.random()),
      reminders: 0,
    });
    return "switched";
  }
  const regularCheckAt = now.regularCheckAt ?? now.nextCheckAt;
  const nextCheckAt = nextCheckDuring(rotationOf(now), regularCheckAt, at);
  const quarantined = closing.verdict === "not-secure" && now.status === "quarantined";
  const reason = quarantined ? { reason: closing.outcomeReason } : {};
  await changeConnection(tx, customerId, connectionId, { nextCheckAt, regularCheckAt, ...reason });
  return "none";
}

/** Whether this secure run of the current ID saw the previous one denied. */
export function isRetiredBy({ run, previous }: RunOfRotation, closing: RunClosing, now: ConnectionRow): boolean {
  const { retiring } = run.before;
  const ofNow = retiring !== null && now.retiring?.id === retiring.id;
  return closing.verdict === "secure" && ofNow && previous?.got === "denied" && previous.requestId !== "";
}

/** Retires the previous ID if this run, which is stored, saw it denied. The connection is locked. */
export async function retirePreviousId(
  tx: Transaction,
  done: RunOfRotation,
  closing: RunClosing,
  now: ConnectionRow,
): Promise<RotationMove> {
  if (now.retiring === null || !isRetiredBy(done, closing, now)) return "none";
  const { customerId, connectionId } = done.run.opening;
  await retireExternalId(tx, customerId, connectionId, now.retiring.id);
  await changeConnection(tx, customerId, connectionId, { reminders: 0 });
  return "retired";
}
