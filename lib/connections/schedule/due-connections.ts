import { inTransaction } from "#db/in-transaction.ts";
import {
  beat,
  type CheckedConnection,
  claimDue,
  closeLostRuns as closeLost,
  type DueConnection,
  endBeat,
  finishDue,
  purgePendingRoleArns as purge,
} from "#db/queries/connections-due.ts";
import { stsPausedFor } from "#db/queries/sts-calls.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { AppContext } from "#lib/connections/app-context.ts";

export type { CheckedConnection, DueConnection } from "#db/queries/connections-due.ts";

/** A run waits 15 s at most to be paid for, takes ten and its closing little more; then the connection is somebody else's. */
const LEASE_SECONDS = 60;
/** One customer's many connections must not hold up the others. */
const PER_CUSTOMER = 3;

/**
 * Gives back what a worker has checked and takes up to `howMany` due connections for it; a killed one's come back when
 * their lease ends. First a few of each customer; hands that are free then go to whoever has more, so that one customer's
 * many neither hold others up nor wait idly. Nothing is taken while checks are paused because AWS refuses our credentials.
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

/** Ends the runs whose process died, so that no page waits for them. Answers how many there were. */
export function closeLostRuns(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => closeLost(tx));
}

/** Deletes submitted ARNs whose hour is over. Answers how many there were. */
export function purgePendingRoleArns(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => purge(tx));
}

/** Says that a worker is alive, for the health check. `workerId` is a word of at most 80 characters. */
export function recordHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => beat(tx, workerId));
}

/** A worker that stops in order is not missed. */
export function endHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => endBeat(tx, workerId));
}
