import { inTransaction } from "#db/in-transaction.ts";
import { beat, endBeat } from "#db/queries/connections-due.ts";
import type { SystemActor } from "#kernel/actor.ts";

/** Says that a worker is alive, for the health check. `workerId` is a word of at most 80 characters. */
export function recordHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => beat(tx, workerId));
}

/** A worker that stops in order is not missed. */
export function endHeartbeat(actor: SystemActor, workerId: string): Promise<void> {
  return inTransaction(actor, (tx) => endBeat(tx, workerId));
}
