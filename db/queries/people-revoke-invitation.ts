import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { InvitationId } from "#kernel/ids.ts";

/** Withdraws an open invitation and writes the audit row. Refusals: `owner`; P0002 when there is none open. */
export async function peopleRevokeInvitation(tx: Transaction, actor: CustomerActor, id: InvitationId): Promise<void> {
  await tx.execute(sql`select revoke_invitation(${actor.customerId}, ${actor.userId}, ${id})`);
}
