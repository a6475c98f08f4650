"use server";

import { z } from "zod";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { deleteView as remove, SaveViewInput, saveView as save } from "#lib/staff/lists/saved-views.ts";

// The database function refuses a shared view of a person who may not share.
export const saveView = staffAction("save-view", ["support", "operator", "admin"], SaveViewInput, ({ actor, input }) => save(actor, input));

export const deleteView = staffAction(
  "delete-view",
  ["support", "operator", "admin"],
  z.strictObject({ id: z.uuid().toLowerCase() }),
  ({ actor, input }) => remove(actor, input.id),
);
