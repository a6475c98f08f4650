import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { UserId } from "#kernel/ids.ts";

/** Erases the person of an address; null = nobody has it. Refusals: `last_owner`, also for the last admin. */
export async function erasePerson(tx: Transaction, address: string): Promise<UserId | null> {
  const { rows } = await tx.execute<{ id: string | null }>(sql`select cli_erase_person(${address}) as id`);
  return rows[0]?.id ? UserId.parse(rows[0].id) : null;
}
