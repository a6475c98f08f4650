import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

/** The names of these connections by id; `customerIds` are whose they are, so that the key's index serves. */
export async function staffConnectionNames(
  tx: Transaction,
  customerIds: readonly string[],
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from connections where customer_id = any(${sql.param([...customerIds])}::uuid[]) and id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
