import { inTransaction } from "#db/in-transaction.ts";
import { staffSuspendCustomer } from "#db/queries/staff-suspend-customer.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { SuspensionReason } from "./shared/suspension-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Suspends a customer: from the commit on the database opens none of its connections. Operators and admins; audited with the reason. */
export async function suspendCustomer(actor: StaffActor, customerId: CustomerId, reason: SuspensionReason): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, reason));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
