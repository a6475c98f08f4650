import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { staffSuspendCustomer } from "#db/queries/staff-acts.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { SUSPENSION_REASONS, type SuspensionReason as SuspensionReasonId } from "#lib/staff/shared/suspension-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Suspends a customer: from the commit on the database opens none of its connections. Operators and admins; audited with the reason. */
export async function suspendCustomer(actor: StaffActor, customerId: CustomerId, reason: SuspensionReasonId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, reason));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Ends a suspension; every connection has the status it had. Operators and admins; audited. */
export async function resumeCustomer(actor: StaffActor, customerId: CustomerId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSuspendCustomer(tx, actor, customerId, null));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** A reason as it comes from outside: one of the closed list. */
export const SuspensionReason = z.enum(
  SUSPENSION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
