import { sql } from "drizzle-orm";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { Transaction } from "#db/transaction.ts";
import type { StaffRole } from "#kernel/actor.ts";

export interface StaffRow {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: StaffRole;
}

/** Everybody on the staff, by address; at most 5,000. */
export async function staffMembers(tx: Transaction): Promise<readonly StaffRow[]> {
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string; role: StaffRole }>(
    sql`select user_id, name, email, role from staff_members() limit ${MOST_LISTED}`,
  );
  return rows.map(({ user_id, ...person }) => ({ userId: user_id, ...person }));
}
