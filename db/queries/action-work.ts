import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { InvitationKey } from "#kernel/people/invitation-token.ts";
import type { ActionKind } from "#kernel/staff-action.ts";

/** Does the next waiting item of an action of staff; false if there is none. `invitation` is used if the item invites somebody. */
export async function performActionItem(tx: Transaction, invitation: InvitationKey): Promise<boolean> {
  const { rows } = await tx.execute<{ more: boolean }>(sql`select perform_action_item(${invitation.id}, ${invitation.hash}) as more`);
  return rows[0]?.more ?? false;
}

/** Ends items whose verification has finished, at most `most`; returns how many. */
export async function settleActionItems(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ ended: number }>(sql`select settle_action_items(${most}) as ended`);
  return rows[0]?.ended ?? 0;
}

/** Deletes drafts that were never started and an action that ended more than 13 months ago. */
export async function pruneActions(tx: Transaction): Promise<void> {
  await tx.execute(sql`select prune_actions()`);
}

export interface ActionOnConnection {
  readonly kind: ActionKind;
  readonly at: Date;
  readonly reason: string;
  readonly isDue: boolean;
}

/** What staff did to a connection or its customer in the last 90 days, newest first, at most five. */
export async function actionsOnConnection(
  tx: Transaction,
  actor: CustomerActor,
  connectionId: ConnectionId,
  templateVersion: number,
): Promise<readonly ActionOnConnection[]> {
  const { rows } = await tx.execute<{ kind: ActionKind; at: string; reason: string; is_due: boolean }>(
    sql`select kind, at, reason, is_due from actions_on_connection(${actor.customerId}, ${connectionId}, ${templateVersion})`,
  );
  return rows.map(({ at, is_due, ...row }) => ({ ...row, at: new Date(at), isDue: is_due }));
}

/** What the email about an update of a stack says; null if the update is no longer due. */
export async function upgradeForMail(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<{ readonly name: string; readonly reason: string } | null> {
  const { rows } = await tx.execute<{ name: string; reason: string }>(
    sql`select name, reason from upgrade_for_mail(${customerId}, ${connectionId})`,
  );
  return rows[0] ?? null;
}
