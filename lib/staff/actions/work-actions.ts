import { inTransaction } from "#db/in-transaction.ts";
import { performActionItem, pruneActions, settleActionItems } from "#db/queries/action-work.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { newInvitationKey } from "#kernel/people/invitation-token.ts";
import { log } from "#kernel/process/log.ts";
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
    const item = await inTransaction(actor, (tx) => performActionItem(tx, invitation));
    if (item === null) return;
    if (item.failure !== null) log("error", "item of an action failed", { action: item.actionId, item: item.n, code: item.failure });
  }
}

/** The most turns in which old actions are deleted: one action of up to 10,000 items in each, so that no transaction is long. */
const MOST_PRUNED = 100;

/** Deletes drafts that were never started, and actions that ended more than 13 months ago: at most 100, the rest in the next hour. */
export async function pruneOldActions(actor: SystemActor, signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < MOST_PRUNED && !signal.aborted; turn++)
    if ((await inTransaction(actor, (tx) => pruneActions(tx))) === 0) return;
}
