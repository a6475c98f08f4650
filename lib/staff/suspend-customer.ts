import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { staffSuspendCustomer } from "#db/queries/staff-acts.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { SUSPENSION_REASONS, type SuspensionReason as SuspensionReasonId } from "#lib/staff/shared/staff-requests.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Suspends a customer: after the commit the database allows log access to none of its connections. Operators and admins; audited with the reason. */
export async function suspendCustomer(actor: StaffActor, customerId: CustomerId, reason: SuspensionReasonId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, reason));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Ends a suspension; every connection gets its previous status back. Operators and admins; audited. */
export async function resumeCustomer(actor: StaffActor, customerId: CustomerId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, null));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Validates a reason from a request: it must be on the list. */
export const SuspensionReason = z.enum(
  SUSPENSION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
