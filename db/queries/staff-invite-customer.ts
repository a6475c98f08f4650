import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";

/** Creates a customer, invites its first owner, queues the mail and writes the audit row. Refusal: `staff` for the wrong role. */
export async function staffInviteCustomer(
  tx: Transaction,
  actor: StaffActor,
  invited: { readonly name: string; readonly email: string; readonly id: string; readonly hash: InvitationHash },
): Promise<string> {
  const { name, email, id, hash } = invited;
  const { rows } = await tx.execute<{ id: string }>(sql`select invite_customer(${actor.userId}, ${name}, ${email}, ${id}, ${hash}) as id`);
  return rows[0]?.id ?? "";
}
