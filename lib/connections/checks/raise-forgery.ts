import { describeDatabaseError } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import type { Actor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** The alert for staff: a verification in the database was not written by the portal. */
const FORGED_ALERT = "forged-verification";

/**
 * Logs that a stored verification was not written by the portal, with the ids to look for, and alerts staff, once for each
 * connection. Never rejects: whoever finds a forgery goes on without believing it.
 */
export async function raiseForgery(
  actor: Actor,
  found: { readonly customerId: string; readonly connectionId: string; readonly id: string | null },
): Promise<void> {
  const { customerId, connectionId, id: run } = found;
  console.error(JSON.stringify({ at: "verification", connection: connectionId, run, failed: "not-authentic" }));
  try {
    await inTransaction(actor, (tx) => raiseAlert(tx, FORGED_ALERT, CustomerId.parse(customerId), ConnectionId.parse(connectionId)));
  } catch (error) {
    console.error(JSON.stringify({ at: "verification", connection: connectionId, run, failed: describeDatabaseError(error) }));
  }
}
