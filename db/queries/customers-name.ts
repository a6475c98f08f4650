import { eq } from "drizzle-orm";
import { customers } from "#db/schema/customers.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** A customer's name, or null when there is none of that id for the requester. */
export async function customersName(tx: Transaction, customerId: CustomerId): Promise<string | null> {
  const [row] = await tx.select({ name: customers.name }).from(customers).where(eq(customers.id, customerId));
  return row?.name ?? null;
}
