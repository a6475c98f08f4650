import { sql } from "drizzle-orm";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { Transaction } from "#db/transaction.ts";
import type { MemberRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";

export interface PersonRow {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
}

/** The members of a customer, oldest first, at most 5,000; a customer sees its own, staff see all. */
export async function peopleOfCustomer(tx: Transaction, customerId: CustomerId): Promise<readonly PersonRow[]> {
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string; role: MemberRole }>(
    sql`select user_id, name, email, role from people_of(${customerId}) limit ${MOST_LISTED}`,
  );
  return rows.map(({ user_id, ...person }) => ({ userId: user_id, ...person }));
}
