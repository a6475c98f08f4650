import { eq } from "drizzle-orm";
import { customers } from "#db/schema/customers.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";

export type StaffCustomerRow = typeof customers.$inferSelect;

/** One customer's own row, or null. */
export async function staffCustomer(tx: Transaction, customerId: CustomerId): Promise<StaffCustomerRow | null> {
  const [row] = await tx.select().from(customers).where(eq(customers.id, customerId));
  return row ?? null;
}
