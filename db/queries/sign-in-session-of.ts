import { sql } from "drizzle-orm";
import { z } from "zod";
import { oneStatement } from "#db/one-statement.ts";
import { CustomerId, UserId } from "#lib/kernel/ids.ts";

const Membership = z.object({ customer_id: CustomerId, name: z.string(), role: z.enum(["owner", "member"]), suspended: z.boolean() });
const Row = z.object({
  user_id: UserId,
  email: z.string().nullable(),
  customer_id: CustomerId.nullable(),
  memberships: z.array(Membership),
  staff_role: z.enum(["support", "operator", "admin"]).nullable(),
});

/**
 * Whose session this is, with all memberships and the staff role, in one round trip. Null: signed out or expired. With
 * `idleMinutes` this is a use of it: from now on it may lie unused for so long.
 */
export async function sessionOf(session: string, idleMinutes: number | null): Promise<z.infer<typeof Row> | null> {
  const found = idleMinutes === null ? sql`session_of(${session})` : sql`use_session(${session}, ${idleMinutes}::int)`;
  const [row] = await oneStatement(
    { kind: "sign-in" },
    () => sql`select user_id, email, customer_id, memberships, staff_role from ${found}`,
  );
  return row ? Row.parse(row) : null;
}
