import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";

export interface NewInvitation<Role> {
  readonly id: string;
  readonly hash: InvitationHash;
  readonly email: string;
  readonly role: Role;
}

/** Invites a person, queues the mail and writes the audit row. Refusals: `owner`, `already_member`, `too_many_invitations`. */
export async function peopleInviteMember(tx: Transaction, actor: CustomerActor, invitation: NewInvitation<MemberRole>): Promise<void> {
  const { id, hash, email, role } = invitation;
  await tx.execute(sql`select invite_member(${actor.customerId}, ${actor.userId}, ${email}, ${role}, ${id}, ${hash})`);
}
