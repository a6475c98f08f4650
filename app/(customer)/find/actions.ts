"use server";

import { PaletteInput } from "#kernel/palette/palette-input.ts";
import { ok } from "#kernel/result.ts";
import { findInPortal as find } from "#lib/customers/find-in-portal.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

export const findInPortal = customerAction(PaletteInput, async ({ actor, input }) => ok(await find(actor, input)), {
  evenSuspended: true,
});
