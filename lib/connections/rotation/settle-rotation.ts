import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import { retireExternalId, switchExternalId } from "#db/queries/rotation.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunToClose } from "#lib/connections/checks/run-closing.ts";
import { verificationMacOf } from "#lib/connections/evidence/evidence-mac.ts";
import { nextRegularCheck } from "#lib/connections/schedule/next-check.ts";
import { sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { nextCheckDuring, rotationOf } from "./rotation.ts";

/** What the end of a run did to a rotation; the audit event is named after it. */
export type RotationMove = "switched" | "retired" | "none";

/** The previous ID is checked this long after the switch, when no read uses it any more. */
const PREVIOUS_ID_CHECKED_AFTER_MS = 2_000;

/**
 * Applies a run under the pending ID to its connection, which is locked. After a secure run the pending ID becomes current, and
 * the run becomes the connection's verification, in one statement: log access is never interrupted. After any other run only
 * the next check is scheduled; if a negative probe was allowed, a database trigger has quarantined the connection already.
 */
export async function settlePendingRun(
  tx: Transaction,
  { env }: AppContext,
  { run, arn }: RunToClose,
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
      reason: closing.outcomeReason === "proven" ? null : closing.outcomeReason,
      proofMac: verificationMacOf({ env }, run.opening, closing, at),
      nextCheckAt: new Date(at.getTime() + PREVIOUS_ID_CHECKED_AFTER_MS),
      regularCheckAt: nextRegularCheck(at, Math.random()),
      reminders: 0,
    });
    return "switched";
  }
  const regularCheckAt = now.regularCheckAt ?? now.nextCheckAt;
  const nextCheckAt = nextCheckDuring(rotationOf(now), regularCheckAt, at);
  const quarantined = closing.verdict === "insecure" && now.status === "quarantined";
  const reason = quarantined ? { reason: closing.outcomeReason } : {};
  await changeConnection(tx, customerId, connectionId, { nextCheckAt, regularCheckAt, ...reason });
  return "none";
}

/** Whether this secure run of the current ID saw the previous one denied. */
export function isRetiredBy({ run, previous }: RunToClose, closing: RunClosing, now: ConnectionRow): boolean {
  const { retiring } = run.before;
  const ofNow = retiring !== null && now.retiring?.id === retiring.id;
  return closing.verdict === "secure" && ofNow && previous?.got === "denied" && previous.requestId !== "";
}

/** Retires the previous ID if this run, which is stored, saw it denied. The connection is locked. */
export async function retirePreviousId(tx: Transaction, done: RunToClose, closing: RunClosing, now: ConnectionRow): Promise<RotationMove> {
  if (now.retiring === null || !isRetiredBy(done, closing, now)) return "none";
  const { customerId, connectionId } = done.run.opening;
  await retireExternalId(tx, customerId, connectionId, now.retiring.id);
  await changeConnection(tx, customerId, connectionId, { reminders: 0 });
  return "retired";
}
