import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";

/** Invites one more owner of a customer, queues the mail and writes the audit row. Refusals: `staff`, `too_many_invitations`; P0002. */
export async function staffInviteOwner(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  invited: { readonly email: string; readonly id: string; readonly hash: InvitationHash },
): Promise<void> {
  const { email, id, hash } = invited;
  await tx.execute(sql`select invite_owner(${actor.userId}, ${customerId}, ${email}, ${id}, ${hash})`);
}
