import { inTransaction } from "#db/in-transaction.ts";
import { writeDeniedCalls as write } from "#db/queries/audit.ts";
import type { SystemActor } from "#kernel/actor.ts";

/**
 * Writes the counts of denied staff calls to the partner's chain after their ten minutes. Returns the number of counters that it
 * closed.
 */
export function writeDeniedCalls(actor: SystemActor): Promise<number> {
  return inTransaction(actor, (tx) => write(tx));
}
