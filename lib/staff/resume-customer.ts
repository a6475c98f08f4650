import { inTransaction } from "#db/in-transaction.ts";
import { staffSuspendCustomer } from "#db/queries/staff-suspend-customer.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Ends a suspension; every connection has the status it had. Operators and admins; audited. */
export async function resumeCustomer(actor: StaffActor, customerId: CustomerId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, null));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
