import { inTransaction } from "#db/in-transaction.ts";
import type { CheckedConnection, DueConnection, NextCheck } from "#db/queries/connections-due.ts";
import { findConnection, lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection, deletePendingRoleArn } from "#db/queries/connections-write.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { RunReason } from "#kernel/verdict.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { type RunStart, startRun } from "#lib/connections/checks/start-run.ts";
import { remindOfRotation } from "#lib/connections/rotation/remind-of-rotation.ts";
import { isConfirmation } from "./next-check.ts";

const AGAIN_SOON = { afterMs: 10_000 } as const;
const AGAIN_AFTER_PAUSE_MS = 30_000;

/**
 * Checks one claimed connection: a retry of a new role, a confirmation, or the regular check. A run that closes schedules the next
 * check itself; otherwise the connection is due again soon. The result must be given back with the connection.
 */
export async function checkDueConnection(actor: SystemActor, deployment: AppContext, due: DueConnection): Promise<CheckedConnection> {
  const start = await startDueRun(actor, deployment, due);
  if (start.kind === "nothing-to-verify") await expireSubmission(actor, due);
  const nextCheck = await nextCheckOf(start);
  if (due.rotating !== null) await remindOfRotation(actor, due);
  return { due, nextCheck };
}

/**
 * While a new External ID is pending, the role is tried with it first: a role whose owner just replaced the ID denies the current
 * one. The regular check follows if it is due.
 */
async function startDueRun(actor: SystemActor, deployment: AppContext, due: DueConnection): Promise<RunStart> {
  const { customerId, connectionId, regularIsDue } = due;
  const ids = { customerId, connectionId };
  if (due.rotating === "pending") {
    const pendingRun = await startRun(actor, deployment, { ...ids, reason: "rotation" });
    if (pendingRun.kind === "started") await pendingRun.done;
    const now = await inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
    if (pendingRun.kind !== "nothing-to-verify" && (!regularIsDue || now?.externalIdId !== due.externalIdId)) return pendingRun;
  }
  const confirms = isConfirmation(due.confirmStep) || (due.rotating === "retiring" && !regularIsDue);
  const reason: RunReason = confirms ? "confirm" : "schedule";
  return startRun(actor, deployment, { ...ids, reason });
}

async function nextCheckOf(start: RunStart): Promise<NextCheck> {
  if (start.kind === "paused") return { afterMs: Math.round(AGAIN_AFTER_PAUSE_MS * (1 + Math.random())) };
  if (start.kind === "nothing-to-verify") return "never";
  if (start.kind !== "started") return AGAIN_SOON;
  const end = await start.done;
  return "kind" in end ? AGAIN_SOON : "as-decided";
}

/** A submission that was not verified within an hour expires: the connection is a draft again. */
async function expireSubmission(actor: SystemActor, { customerId, connectionId }: DueConnection): Promise<void> {
  await inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row?.status !== "checking") return;
    await changeConnection(tx, customerId, connectionId, { status: "draft", nextCheckAt: null });
    await deletePendingRoleArn(tx, customerId, connectionId);
    await recordAudit(tx, actor, customerId, "submission.expired", { connection: connectionId });
  });
}
