import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";

/** Whether this identity at this issuer is enrolled as staff. */
export async function staffOf(tx: Transaction, issuer: string, subject: string): Promise<"enrolled" | "not-enrolled"> {
  const { rows } = await tx.execute(sql`select 1 from staff_of(${issuer}, ${subject})`);
  return rows.length > 0 ? "enrolled" : "not-enrolled";
}
