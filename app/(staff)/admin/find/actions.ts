"use server";

import { PaletteInput } from "#kernel/palette/palette-input.ts";
import { ok } from "#kernel/result.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { findForStaff as find } from "#lib/staff/find-in-portal.ts";

export const findForStaff = staffAction("find-for-staff", ["support", "operator", "admin"], PaletteInput, async ({ actor, input }) =>
  ok(await find(actor, input)),
);
