import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { addCustomerNote, changeCustomerTags, deleteOldEmailRecords, removeCustomerNote } from "#db/queries/staff/customer-records.ts";
import type { StaffActor, SystemActor } from "#kernel/actor.ts";
import type { CustomerId, NoteId } from "#kernel/ids.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { LONGEST_NOTE, MOST_TAGS, TAG } from "./shared/record-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** A tag from a request, in lowercase. */
export const CustomerTag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(TAG, "Use 1 to 30 characters: a to z and digits, and between them spaces, periods, underscores, and hyphens.");

/** The text of a note from a request, without white space around it. */
export const NoteText = z
  .string()
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .pipe(
    z
      .string()
      .min(1, "Write a note.")
      .max(LONGEST_NOTE, `A note has at most ${LONGEST_NOTE} characters.`)
      .regex(/^[\P{Cc}\n\t]*$/u, "Remove the control characters."),
  );

/** Adds and removes tags of a customer. Operators and admins; audited, but not in the chain that the customer can read. */
export async function changeTags(
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => changeCustomerTags(tx, actor, of));
    return ok(null);
  } catch (error) {
    return recordRefusal(error);
  }
}

/** Adds a note about a customer, which only staff see. All roles; audited without its text. */
export async function addNote(actor: StaffActor, customerId: CustomerId, note: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => addCustomerNote(tx, actor, customerId, note));
    return ok(null);
  } catch (error) {
    return recordRefusal(error);
  }
}

/** Removes a note: one's own, or as admin any. Audited. @throws P0002 if there is none that the actor may remove */
export async function removeNote(actor: StaffActor, customerId: CustomerId, noteId: NoteId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => removeCustomerNote(tx, actor, customerId, noteId));
    return ok(null);
  } catch (error) {
    return recordRefusal(error);
  }
}

/** Deletes records of emails that are older than 400 days, at most 1,000. Returns how many there were. */
export function purgeEmailRecords(actor: SystemActor): Promise<number> {
  return inTransaction(actor, deleteOldEmailRecords);
}

/** The refusal of a change to what staff wrote about a customer. */
export function recordRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "too_many_tags":
      return fail("limited", `A customer has at most ${MOST_TAGS} tags. Remove one first.`);
    case "too_many_notes":
      return fail("limited", "This customer has 500 notes, which is the maximum. Remove one first.");
    default:
      return staffRefusal(error);
  }
}
