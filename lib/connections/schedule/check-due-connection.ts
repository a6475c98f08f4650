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
 * Checks one claimed connection: a further try of a new role, a confirmation, or the regular check. When the check ends
 * it has written itself when the next one is due; otherwise soon. The answer is to be given back with the connection.
 */
export async function checkDueConnection(actor: SystemActor, deployment: AppContext, due: DueConnection): Promise<CheckedConnection> {
  const start = await startDueRun(actor, deployment, due);
  if (start.kind === "nothing-to-verify") await giveUp(actor, due);
  const nextCheck = await nextCheckOf(start);
  if (due.rotating !== null) await remindOfRotation(actor, due);
  return { due, nextCheck };
}

/**
 * While a new External ID waits to be proven, the role is asked for it first: a role whose owner just replaced the ID
 * refuses the current one. The regular check follows when it is due itself.
 */
async function startDueRun(actor: SystemActor, deployment: AppContext, due: DueConnection): Promise<RunStart> {
  const { customerId, connectionId, regularIsDue } = due;
  const ids = { customerId, connectionId };
  if (due.rotating === "pending") {
    const look = await startRun(actor, deployment, { ...ids, reason: "rotation" });
    if (look.kind === "started") await look.done;
    const now = await inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
    if (look.kind !== "nothing-to-verify" && (!regularIsDue || now?.externalIdId !== due.externalIdId)) return look;
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

/** The hour of a submission is over and it was never proven: the connection is a draft again. */
async function giveUp(actor: SystemActor, { customerId, connectionId }: DueConnection): Promise<void> {
  await inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row?.status !== "checking") return;
    await changeConnection(tx, customerId, connectionId, { status: "draft", nextCheckAt: null });
    await deletePendingRoleArn(tx, customerId, connectionId);
    await recordAudit(tx, actor, customerId, "submission.expired", { connection: connectionId });
  });
}
