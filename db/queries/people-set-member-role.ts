import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";

/** Makes a member an owner or an owner a member and writes the audit row. Refusals: `owner`, `last_owner`; P0002 for no member. */
export async function peopleSetMemberRole(tx: Transaction, actor: CustomerActor, userId: UserId, role: MemberRole): Promise<void> {
  await tx.execute(sql`select set_member_role(${actor.customerId}, ${actor.userId}, ${userId}, ${role})`);
}
