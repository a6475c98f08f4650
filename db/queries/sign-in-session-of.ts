import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import { CustomerId, UserId } from "#lib/kernel/ids.ts";

const Membership = z.object({ customer_id: CustomerId, name: z.string(), role: z.enum(["owner", "member"]), suspended: z.boolean() });
const Row = z.object({
  user_id: UserId,
  email: z.string().nullable(),
  customer_id: CustomerId.nullable(),
  memberships: z.array(Membership),
  staff_role: z.enum(["support", "operator", "admin"]).nullable(),
});

/** Whose session this is, with all memberships and the staff role, in one round trip. Null: signed out or expired. */
export async function sessionOf(tx: Transaction, session: string): Promise<z.infer<typeof Row> | null> {
  const { rows } = await tx.execute(sql`select user_id, email, customer_id, memberships, staff_role from session_of(${session})`);
  return rows[0] ? Row.parse(rows[0]) : null;
}
