import { inTransaction } from "#db/in-transaction.ts";
import { writeDeniedCalls as write } from "#db/queries/audit.ts";
import type { SystemActor } from "#kernel/actor.ts";

/** Writes what was counted of denied calls into the partner's chain, once their ten minutes are over. Answers how many counters were closed. */
export function writeDeniedCalls(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => write(tx));
}
