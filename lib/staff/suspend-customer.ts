import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { addCustomerNote } from "#db/queries/staff/customer-records.ts";
import { staffSuspendCustomer } from "#db/queries/staff-acts.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { REASON_LENGTH } from "#lib/staff/shared/action-view.ts";
import { SUSPENSION_REASONS, type SuspensionReason as SuspensionReasonId } from "#lib/staff/shared/staff-requests.ts";
import { NoteText, recordRefusal } from "./customer-records.ts";

/**
 * Suspends a customer: after the commit the database allows log access to none of its connections. Operators and admins; audited with the reason.
 * @param note what the reason does not say. It is kept with the customer's notes, because the audit log holds no text that somebody typed
 */
export function suspendCustomer(
  actor: StaffActor,
  customerId: CustomerId,
  reason: SuspensionReasonId,
  note?: string,
): Promise<Result<null>> {
  return suspend(actor, customerId, reason, note === undefined ? null : `Suspended: ${note}`);
}

/** Ends a suspension; every connection gets its previous status back. Operators and admins; audited. The reason is kept with the customer's notes. */
export function resumeCustomer(actor: StaffActor, customerId: CustomerId, why: string): Promise<Result<null>> {
  return suspend(actor, customerId, null, `Resumed: ${why}`);
}

/** If the note can't be saved, the status is changed nevertheless: a suspension may be urgent, and stops access only when it is stored. */
async function suspend(
  actor: StaffActor,
  customerId: CustomerId,
  reason: SuspensionReasonId | null,
  note: string | null,
): Promise<Result<null>> {
  const change = (withNote: string | null) =>
    inTransaction(actor, async (tx) => {
      await staffSuspendCustomer(tx, actor, customerId, reason);
      if (withNote !== null) await addCustomerNote(tx, actor, customerId, withNote);
    });
  try {
    await change(note);
    return ok(null);
  } catch (error) {
    const failure = recordRefusal(error);
    if (note === null || failure.code !== "limited") return failure;
    await change(null);
    return {
      ...failure,
      message: `The customer is ${reason === null ? "resumed" : "suspended"}, but the note was not saved. ${failure.message}`,
    };
  }
}

/** Validates a reason from a request: it must be on the list. */
const SuspensionReason = z.enum(
  SUSPENSION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);

/** Why, in a person's own words, from a request. Shorter than a note, which says before it what was done. */
const Why = z.string().trim().min(1, "Write why.").max(REASON_LENGTH.max, `Use at most ${REASON_LENGTH.max} characters.`).pipe(NoteText);

/** A request to suspend a customer. "Other" says nothing to the next person, so it needs a note. */
export const SuspensionInput = z
  .strictObject({ customerId: CustomerId, reason: SuspensionReason, note: Why.optional() })
  .refine(({ reason, note }) => reason !== "other" || note !== undefined, {
    path: ["note"],
    message: "Write why, since the reason is “Other”.",
  });

/** A request to end a suspension. */
export const ResumptionInput = z.strictObject({ customerId: CustomerId, reason: Why });
