import { inTransaction } from "#db/in-transaction.ts";
import { claimDue, type DueConnection, releaseDue } from "#db/queries/connections-due.ts";
import { type ConnectionRow, findConnection, lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection, deleteCandidate } from "#db/queries/connections-write.ts";
import { stsPausedFor } from "#db/queries/runs-sts.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { SystemActor } from "#lib/kernel/actor.ts";
import { ConnectionId, CustomerId } from "#lib/kernel/ids.ts";
import type { RunReason } from "#lib/kernel/verdict.ts";
import type { Deployment } from "./deployment.ts";
import { isConfirmation } from "./next-check.ts";
import { remindOfRotation } from "./remind-of-rotation.ts";
import { rotationOf } from "./rotation.ts";
import { type RunStart, startRun } from "./start-run.ts";

/** A run takes at most ten seconds and its closing little more; then the connection is somebody else's. */
const LEASE_SECONDS = 60;
/** One customer's many connections must not hold up the others. */
const PER_CUSTOMER = 3;
const AGAIN_SOON_MS = 10_000;
const AGAIN_AFTER_PAUSE_MS = 30_000;

/** Whether checks are paused because AWS refuses our own credentials; then nothing need be claimed. */
export async function checksArePaused(actor: SystemActor, { env }: Deployment): Promise<boolean> {
  return (await inTransaction(actor, (tx) => stsPausedFor(tx, env.region), { readOnly: true })) > 0;
}

export type { DueConnection } from "#db/queries/connections-due.ts";

/**
 * Takes due connections for this worker; a killed one's come back when their lease ends. First a few of each customer;
 * hands that are free then go to whoever has more, so that one customer's many neither hold others up nor wait idly.
 */
export async function claimDueConnections(actor: SystemActor, howMany: number): Promise<readonly DueConnection[]> {
  const claim = (many: number, perCustomer: number) =>
    inTransaction(actor, (tx) => claimDue(tx, { howMany: many, leaseSeconds: LEASE_SECONDS, perCustomer }));
  const fair = await claim(howMany, PER_CUSTOMER);
  return fair.length === 0 || fair.length === howMany ? fair : [...fair, ...(await claim(howMany - fair.length, howMany))];
}

/**
 * Checks one claimed connection and gives it back: a further try of a new role, a confirmation, or the regular check.
 * When the check ends it has said itself when the next one is due; otherwise soon.
 */
export async function checkDueConnection(actor: SystemActor, deployment: Deployment, due: DueConnection): Promise<void> {
  const { customerId, connectionId } = due;
  const row = await inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
  if (row === undefined) return;
  const start = await startDueRun(actor, deployment, row);
  if (start.kind === "nothing-to-prove") await giveUp(actor, due);
  const nextCheckAt = await nextCheckOf(start);
  if (rotationOf(row) !== null) await remindOfRotation(actor, due);
  await inTransaction(actor, async (tx) => {
    const now = await lockConnection(tx, customerId, connectionId);
    const settled = nextCheckAt === "as-decided" ? (now?.nextCheckAt ?? null) : nextCheckAt;
    await releaseDue(tx, due, now?.status === "disabled" ? null : settled);
  });
}

/**
 * While a new External ID waits to be proven, the role is asked for it first: a role whose owner just replaced the ID
 * refuses the current one. The regular check follows when it is due itself.
 */
async function startDueRun(actor: SystemActor, deployment: Deployment, row: ConnectionRow): Promise<RunStart> {
  const ids = { customerId: CustomerId.parse(row.customerId), connectionId: ConnectionId.parse(row.id) };
  const regularIsDue = row.regularCheckAt === null || row.regularCheckAt.getTime() <= Date.now();
  if (row.pending !== null) {
    const look = await startRun(actor, deployment, { ...ids, reason: "rotation" });
    if (look.kind === "started") await look.done;
    const now = await inTransaction(actor, (tx) => findConnection(tx, ids.customerId, ids.connectionId), { readOnly: true });
    if (look.kind !== "nothing-to-prove" && (!regularIsDue || now?.externalIdId !== row.externalIdId)) return look;
  }
  const confirms = isConfirmation(row.confirmStep) || (row.retiring !== null && !regularIsDue);
  const reason: RunReason = confirms ? "confirm" : "schedule";
  return startRun(actor, deployment, { ...ids, reason });
}

async function nextCheckOf(start: RunStart): Promise<Date | null | "as-decided"> {
  if (start.kind === "paused") return new Date(Date.now() + AGAIN_AFTER_PAUSE_MS * (1 + Math.random()));
  const soon = () => new Date(Date.now() + AGAIN_SOON_MS);
  if (start.kind === "nothing-to-prove") return null;
  if (start.kind !== "started") return soon();
  const end = await start.done;
  return "kind" in end ? soon() : "as-decided";
}

/** The hour of a submission is over and it was never proven: the connection is a draft again. */
async function giveUp(actor: SystemActor, { customerId, connectionId }: DueConnection): Promise<void> {
  await inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row?.status !== "checking") return;
    await changeConnection(tx, customerId, connectionId, { status: "draft", nextCheckAt: null });
    await deleteCandidate(tx, customerId, connectionId);
    await recordAudit(tx, actor, customerId, "submission.expired", { connection: connectionId });
  });
}
