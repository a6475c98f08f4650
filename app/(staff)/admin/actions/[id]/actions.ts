"use server";

import { z } from "zod";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { stopAction as stop } from "#lib/staff/actions/draft-action.ts";

/** Ends the items of an action that wait. */
export const stopAction = staffAction(
  "stop-action",
  ["operator", "admin"],
  z.strictObject({ id: z.uuid().toLowerCase() }),
  ({ actor, input }) => stop(actor, input.id),
);
