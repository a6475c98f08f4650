import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { InvitationKey } from "#kernel/people/invitation-token.ts";
import type { ActionKind } from "#kernel/staff-action.ts";

/**
 * Does the next waiting item of an action of staff; null if there is none or another worker is doing one. `invitation` is used if the item
 * invites somebody. `failure` is the code of Postgres if the item failed unexpectedly.
 */
export async function performActionItem(
  tx: Transaction,
  invitation: InvitationKey,
): Promise<{ readonly actionId: string; readonly n: number; readonly failure: string | null } | null> {
  const { rows } = await tx.execute<{ action_id: string; n: number; failure: string | null }>(
    sql`select action_id, n, failure from perform_action_item(${invitation.id}, ${invitation.hash})`,
  );
  const [row] = rows;
  return row === undefined ? null : { actionId: row.action_id, n: row.n, failure: row.failure };
}

/** Ends items whose verification has finished, at most `most`; returns how many. */
export async function settleActionItems(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ ended: number }>(sql`select settle_action_items(${most}) as ended`);
  return rows[0]?.ended ?? 0;
}

/** Deletes drafts that were never started and an action that ended more than 13 months ago; returns how many actions. */
export async function pruneActions(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ gone: number }>(sql`select prune_actions() as gone`);
  return rows[0]?.gone ?? 0;
}

export interface ActionOnConnection {
  readonly kind: ActionKind;
  readonly at: Date;
  readonly reason: string;
  readonly isDue: boolean;
}

/** What staff did to a connection or its customer in the last 90 days, newest first: at most five, and the newest request to update the stack that is still open. */
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
