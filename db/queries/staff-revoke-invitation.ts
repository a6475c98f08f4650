import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { InvitationId } from "#kernel/ids.ts";

/** Withdraws an open invitation to the staff and writes the audit row. Refusals: `staff`; P0002 when there is none open. */
export async function staffRevokeInvitation(tx: Transaction, actor: StaffActor, id: InvitationId): Promise<void> {
  await tx.execute(sql`select revoke_staff_invitation(${actor.userId}, ${id})`);
}
