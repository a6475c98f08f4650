import { asc } from "drizzle-orm";
import { MOST_LISTED } from "#db/most-listed.ts";
import { customers } from "#db/schema/customers.ts";
import type { Transaction } from "#db/transaction.ts";

/** All customers by name, for a choice among them; at most 5,000. */
export function staffCustomerNames(tx: Transaction): Promise<{ id: string; name: string }[]> {
  return tx.select({ id: customers.id, name: customers.name }).from(customers).orderBy(asc(customers.name)).limit(MOST_LISTED);
}
