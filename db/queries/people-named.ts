import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

/** The addresses of these people by id, as far as the requester may know them; at most 500. */
export async function peopleNamed(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await tx.execute<{ user_id: string; email: string }>(
    sql`select user_id, email from people_named(${sql.param([...userIds])}::uuid[])`,
  );
  return new Map(rows.map(({ user_id, email }) => [user_id, email]));
}
