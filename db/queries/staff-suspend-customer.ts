import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";

/**
 * Suspends or resumes a customer and writes the audit row; reads stop with the commit. The reason, a word, follows in a row
 * of its own, since the function takes none. Refusals: `staff`; P0002 when there is no such customer.
 */
export async function staffSuspendCustomer(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  reason: string | null,
): Promise<void> {
  await tx.execute(sql`select suspend_customer(${actor.userId}, ${customerId}, ${reason !== null})`);
  if (reason === null) return;
  await tx.execute(
    sql`select append_audit(${customerId}, 'customer.suspension_explained', ${`staff:${actor.userId}`}, ${JSON.stringify({ reason })}::jsonb)`,
  );
}
