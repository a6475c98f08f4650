import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { staffDeleteView, staffSaveView, staffViews } from "#db/queries/staff/staff-views.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import {
  LONGEST_VIEW_NAME,
  LONGEST_VIEW_PARAMS,
  queryOfView,
  type SavedView,
  VIEWED_LISTS,
  type ViewedList,
  viewParams,
} from "#lib/staff/shared/saved-view.ts";
import { staffRefusal } from "#lib/staff/staff-refusal.ts";

const VIEW_NAME = `Enter a name of 1 to ${LONGEST_VIEW_NAME} characters.`;

export const SaveViewInput = z.strictObject({
  list: z.enum(Object.keys(VIEWED_LISTS) as [ViewedList, ...ViewedList[]]),
  name: z
    .string()
    .trim()
    .min(1, VIEW_NAME)
    .max(LONGEST_VIEW_NAME, VIEW_NAME)
    .regex(/^\P{Cc}*$/u, "The name can’t contain control characters."),
  params: z.string().max(LONGEST_VIEW_PARAMS, "These filters are too long for a view. Remove some of their values."),
  shared: z.boolean(),
  change: z.strictObject({ id: z.uuid().toLowerCase(), revision: z.int().min(1) }).nullable(),
});

/** The views of a list that this person sees: their own and the shared ones, sorted by name. */
export async function findViews(actor: StaffActor, list: ViewedList): Promise<readonly SavedView[]> {
  const rows = await inTransaction(actor, (tx) => staffViews(tx, list), { readOnly: true });
  return rows.map((row) => ({ ...row, list }));
}

/**
 * Saves a view of a list, or changes one of this revision. Only what the list knows is saved. Shared views need the role operator or
 * admin, and stay shared.
 */
export async function saveView(actor: StaffActor, input: z.output<typeof SaveViewInput>): Promise<Result<{ readonly id: string }>> {
  const spec = VIEWED_LISTS[input.list];
  const params = viewParams(spec, queryOfView(spec, input));
  try {
    return ok({ id: await inTransaction(actor, (tx) => staffSaveView(tx, actor, { ...input, params })) });
  } catch (error) {
    return viewRefusal(error, input.shared);
  }
}

/** Deletes a view. Shared ones need the role operator or admin. */
export async function deleteView(actor: StaffActor, id: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffDeleteView(tx, actor, id));
    return ok(null);
  } catch (error) {
    return viewRefusal(error, true);
  }
}

const NAME_TAKEN = "There is already a view with this name. Choose another name.";

function viewRefusal(error: unknown, shared: boolean): Failure {
  const refusal = refusalOf(error);
  if (refusal?.kind === "not-found") return fail("not-found", "This view no longer exists. Reload the page.");
  switch (refusal?.constraint) {
    case "staff":
      return fail("not-allowed", "Only operators and admins can change shared views.");
    case "staff_view_named_once":
    case "staff_own_view_named_once":
      return fail("conflict", NAME_TAKEN, { fields: { name: NAME_TAKEN } });
    case "staff_view_changed":
      return fail("conflict", "A colleague has changed this view. Reload the page, then save your changes.");
    case "staff_view_shared":
      return fail("conflict", "A shared view stays shared. Save a view of your own instead.");
    case "too_many_staff_views":
      return fail("limited", `${shared ? "The staff share 50" : "You have 30"} views, which is the maximum. Delete one first.`);
    default:
      return staffRefusal(error);
  }
}
