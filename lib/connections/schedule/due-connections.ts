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
