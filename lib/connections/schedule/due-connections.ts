import { inTransaction } from "#db/in-transaction.ts";
import {
  beat,
  type CheckedConnection,
  claimDue,
  closeLostRuns as closeLost,
  type DueConnection,
  endBeat,
  finishDue,
  type NextCheck,
  purgePendingRoleArns as purge,
} from "#db/queries/connections-due.ts";
import { findConnection, lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection, deletePendingRoleArn } from "#db/queries/connections-write.ts";
import { stsPausedFor } from "#db/queries/sts-calls.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { RunReason } from "#kernel/verification/verdict.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { type RunStart, startRun } from "#lib/connections/checks/start-run.ts";
import { remindOfRotation } from "#lib/connections/rotation/remind-of-rotation.ts";
import { isConfirmation } from "./next-check.ts";

export type { CheckedConnection, DueConnection } from "#db/queries/connections-due.ts";

/** A run waits at most 15 s for STS tokens, takes at most 10 s, and closing takes little more. Then another worker may claim the connection. */
const LEASE_SECONDS = 60;
/** A customer with many connections must not delay the others. */
const PER_CUSTOMER = 3;

/**
 * Gives back what a worker has checked and claims up to `howMany` due connections for it; those of a crashed worker are due again
 * when their lease ends. It claims a few of each customer first and fills the rest with any others, so that a customer with many
 * connections neither delays others nor waits while workers are idle. Nothing is claimed while checks are paused because AWS
 * rejects the portal's credentials.
 */
export async function exchangeDueConnections(
  actor: SystemActor,
  { env }: AppContext,
  checked: readonly CheckedConnection[],
  howMany: number,
): Promise<readonly DueConnection[]> {
  return inTransaction(actor, async (tx) => {
    if (checked.length > 0) await finishDue(tx, checked);
    if (howMany === 0 || (await stsPausedFor(tx, env.region)) > 0) return [];
    const claim = { howMany, leaseSeconds: LEASE_SECONDS, perCustomer: PER_CUSTOMER };
    const fair = await claimDue(tx, claim);
    if (fair.length === howMany) return fair;
    const left = howMany - fair.length;
    return [...fair, ...(await claimDue(tx, { ...claim, howMany: left, perCustomer: left + PER_CUSTOMER }))];
  });
}

/** Closes the runs whose process died, so that no page waits for them. Returns how many there were. */
export function closeLostRuns(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => closeLost(tx));
}

/** Deletes submitted ARNs that expired after an hour. Returns how many there were. */
export function purgePendingRoleArns(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => purge(tx));
}

/** Records that a worker is alive, for the health check. `workerId` has at most 80 characters. */
export function recordHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => beat(tx, workerId));
}

/** Deletes the heartbeat of a worker that stops normally, so that the health check does not report it as missing. */
export function endHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => endBeat(tx, workerId));
}

const AGAIN_SOON = { afterMs: 10_000 } as const;
const AGAIN_AFTER_PAUSE_MS = 30_000;

/**
 * Checks one claimed connection: a retry of a new role, a confirmation, or the regular check. A run that closes schedules the next
 * check itself; otherwise the connection is due again soon. The result must be given back with the connection.
 */
export async function checkDueConnection(actor: SystemActor, context: AppContext, due: DueConnection): Promise<CheckedConnection> {
  const start = await startDueRun(actor, context, due);
  if (start.kind === "nothing-to-verify") await expireSubmission(actor, due);
  const nextCheck = await nextCheckOf(start);
  if (due.rotating !== null) await remindOfRotation(actor, due);
  return { due, nextCheck };
}

/**
 * While a new External ID is pending, the role is tried with it first: a role whose owner just replaced the ID denies the current
 * one. The regular check follows if it is due.
 */
async function startDueRun(actor: SystemActor, context: AppContext, due: DueConnection): Promise<RunStart> {
  const { customerId, connectionId, regularIsDue } = due;
  const ids = { customerId, connectionId };
  if (due.rotating === "pending") {
    const pendingRun = await startRun(actor, context, { ...ids, reason: "rotation" });
    if (pendingRun.kind === "started") await pendingRun.done;
    const now = await inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
    if (pendingRun.kind !== "nothing-to-verify" && (!regularIsDue || now?.externalIdId !== due.externalIdId)) return pendingRun;
  }
  const confirms = isConfirmation(due.confirmStep) || (due.rotating === "retiring" && !regularIsDue);
  const reason: RunReason = confirms ? "confirm" : "schedule";
  return startRun(actor, context, { ...ids, reason });
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
    if (row?.status !== "verifying") return;
    await changeConnection(tx, customerId, connectionId, { status: "draft", nextCheckAt: null });
    await deletePendingRoleArn(tx, customerId, connectionId);
    await recordAudit(tx, actor, customerId, "submission.expired", { connection: connectionId });
  });
}
