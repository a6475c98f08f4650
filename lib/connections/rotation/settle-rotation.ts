import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import { retireExternalId, switchExternalId } from "#db/queries/rotation.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { verificationMacOf } from "#lib/connections/checks/evidence-mac.ts";
import type { RunToClose } from "#lib/connections/checks/run-closing.ts";
import { nextRegularCheck } from "#lib/connections/schedule/next-check.ts";
import { sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { nextCheckDuring, rotationOf } from "./rotation.ts";

/** What the end of a run did to a rotation; the audit row has its name. */
export type RotationMove = "switched" | "retired" | "none";

/** The former ID is looked at as soon as nobody reads with it any more. */
const PREVIOUS_ID_CHECKED_AFTER_MS = 2_000;

/**
 * What a run of the pending ID does to its connection: when it proved the role, the pending ID becomes the current one
 * and this run the proof, in one statement, so that there is no moment without access; else only the next look is set.
 * A hole that it found has quarantined the connection already, by its probe. The connection is locked.
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
  // Given up while the run went on: the ID is retired, and the role stays with the current one.
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

/** Whether this proof of the current ID saw the former one refused. */
export function isRetiredBy({ run, previous }: RunToClose, closing: RunClosing, now: ConnectionRow): boolean {
  const { retiring } = run.before;
  const ofNow = retiring !== null && now.retiring?.id === retiring.id;
  return closing.verdict === "secure" && ofNow && previous?.got === "denied" && previous.requestId !== "";
}

/** Retires the former ID when this proof, which is written, saw it refused. The connection is locked. */
export async function retirePreviousId(tx: Transaction, done: RunToClose, closing: RunClosing, now: ConnectionRow): Promise<RotationMove> {
  if (now.retiring === null || !isRetiredBy(done, closing, now)) return "none";
  const { customerId, connectionId } = done.run.opening;
  await retireExternalId(tx, customerId, connectionId, now.retiring.id);
  await changeConnection(tx, customerId, connectionId, { reminders: 0 });
  return "retired";
}
