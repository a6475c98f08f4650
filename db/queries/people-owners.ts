import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId } from "#lib/kernel/ids.ts";

/** The addresses of a customer's owners, for the worker's mails. */
export async function peopleOwners(tx: Transaction, customerId: CustomerId): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ email: string }>(sql`select email from owners_of(${customerId}) where email is not null`);
  return rows.map(({ email }) => email);
}
