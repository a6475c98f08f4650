import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { Actor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { log } from "#kernel/log.ts";

/** The staff alert about a stored verification that the portal did not write. */
const FORGED_ALERT = "forged-verification";

/**
 * Logs that the portal did not write a stored verification, with its IDs, and alerts staff once for each connection. Never
 * rejects, so that the caller can continue without trusting the record.
 */
export async function raiseForgery(
  actor: Actor,
  found: { readonly customerId: string; readonly connectionId: string; readonly id: string | null },
): Promise<void> {
  const { customerId, connectionId, id: run } = found;
  log("error", "stored verification not authentic", { connection: connectionId, run });
  try {
    await inTransaction(actor, (tx) => raiseAlert(tx, FORGED_ALERT, CustomerId.parse(customerId), ConnectionId.parse(connectionId)));
  } catch (error) {
    log("error", "alert not stored", { connection: connectionId, run }, error);
  }
}
