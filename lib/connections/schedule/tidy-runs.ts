import { inTransaction } from "#db/in-transaction.ts";
import { closeLostRuns as closeLost, purgeCandidates as purge } from "#db/queries/connections-due.ts";
import type { SystemActor } from "#kernel/actor.ts";

/** Ends the runs whose process died, so that no page waits for them. Answers how many there were. */
export function closeLostRuns(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => closeLost(tx));
}

/** Deletes submitted ARNs whose hour is over. Answers how many there were. */
export function purgeCandidates(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => purge(tx));
}
