import { inTransaction } from "#db/in-transaction.ts";
import { performActionItem, pruneActions, settleActionItems } from "#db/queries/action-work.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { newInvitationKey } from "#kernel/people/invitation-token.ts";
import type { Secret } from "#kernel/process/secret.ts";

/** The most items of one turn, so that a worker that stops does not wait. The rest follows in the next turn. */
const ITEMS_A_TURN = 200;

/**
 * Does waiting items of the actions of staff, each in its own transaction, and ends those whose verification has finished. All state is in
 * the database: what a killed worker left is done by the next one, and no item is done twice.
 */
export async function workActions(actor: SystemActor, authSecret: Secret<string>, signal: AbortSignal): Promise<void> {
  await inTransaction(actor, (tx) => settleActionItems(tx, ITEMS_A_TURN));
  for (let done = 0; done < ITEMS_A_TURN && !signal.aborted; done++) {
    const invitation = newInvitationKey(authSecret);
    if (!(await inTransaction(actor, (tx) => performActionItem(tx, invitation)))) return;
  }
}

/** Deletes drafts that were never started, and actions that ended more than 13 months ago. */
export function pruneOldActions(actor: SystemActor): Promise<void> {
  return inTransaction(actor, (tx) => pruneActions(tx));
}
