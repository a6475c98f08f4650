import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";

export interface NewStaffInvitation {
  readonly id: string;
  readonly hash: InvitationHash;
  readonly email: string;
  readonly role: StaffRole;
}

/** Invites a colleague to the staff, queues the mail and writes the audit row. Refusals: `staff`, `already_staff`. */
export async function staffInvite(tx: Transaction, actor: StaffActor, { id, hash, email, role }: NewStaffInvitation): Promise<void> {
  await tx.execute(sql`select invite_staff(${actor.userId}, ${email}, ${role}, ${id}, ${hash})`);
}
