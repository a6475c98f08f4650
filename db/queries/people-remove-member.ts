import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";

/** Takes a member away and writes the audit row. Refusals: `owner`, `last_owner`; P0002 when the person is no member. */
export async function peopleRemoveMember(tx: Transaction, actor: CustomerActor, userId: UserId): Promise<void> {
  await tx.execute(sql`select remove_member(${actor.customerId}, ${actor.userId}, ${userId})`);
}
