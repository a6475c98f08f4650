"use server";

import { z } from "zod";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { TEMPLATE_VERSION } from "#lib/role-setup/template/role-template.ts";
import {
  ActionKindSchema,
  ActionReason,
  ActionTarget,
  draftAction as draft,
  startAction as start,
  stopAction as stop,
} from "#lib/staff/actions/draft-action.ts";
import { CustomerTag } from "#lib/staff/customer-records.ts";

const ActionId = z.uuid().toLowerCase();

/** Fixes what an action would touch and says what it will do. */
export const draftAction = staffAction(
  "draft-action",
  ["operator", "admin"],
  z.strictObject({ kind: ActionKindSchema, target: ActionTarget, tag: CustomerTag.nullable() }),
  ({ actor, input }) => draft(actor, { ...input, templateVersion: TEMPLATE_VERSION }),
);

export const startAction = staffAction(
  "start-action",
  ["operator", "admin"],
  z.strictObject({ id: ActionId, kind: ActionKindSchema, reason: ActionReason, category: z.string().max(40).nullable() }),
  ({ actor, input }) => start(actor, input),
);

/** Ends the items of an action that wait. */
export const stopAction = staffAction("stop-action", ["operator", "admin"], z.strictObject({ id: ActionId }), ({ actor, input }) =>
  stop(actor, input.id),
);
