"use server";

import { z } from "zod";
import { CustomerId, InvitationId, NoteId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { addNote as add, CustomerTag, changeTags as change, NoteText, removeNote as remove } from "#lib/staff/customer-records.ts";
import { resendInvitation as resend, revokeCustomerInvitation } from "#lib/staff/invite-customer.ts";
import { MOST_TAGS } from "#lib/staff/shared/record-view.ts";

export const resendInvitation = staffAction(
  "resend-invitation",
  ["operator", "admin"],
  z.strictObject({ customerId: CustomerId, invitationId: InvitationId }),
  ({ actor, input }) => resend(actor, webEnv().authSecret, input),
);

export const revokeInvitation = staffAction(
  "revoke-customer-invitation",
  ["operator", "admin"],
  z.strictObject({ customerId: CustomerId, invitationId: InvitationId }),
  ({ actor, input }) => revokeCustomerInvitation(actor, input),
);

export const changeTags = staffAction(
  "change-tags",
  ["operator", "admin"],
  z.strictObject({
    customerId: CustomerId,
    added: z.array(CustomerTag).max(MOST_TAGS, `A customer has at most ${MOST_TAGS} tags.`),
    removed: z.array(CustomerTag).max(MOST_TAGS),
  }),
  ({ actor, input }) => change(actor, input),
);

export const addNote = staffAction(
  "add-note",
  ["support", "operator", "admin"],
  z.strictObject({ customerId: CustomerId, note: NoteText }),
  ({ actor, input }) => add(actor, input.customerId, input.note),
);

export const removeNote = staffAction(
  "remove-note",
  ["support", "operator", "admin"],
  z.strictObject({ customerId: CustomerId, noteId: NoteId }),
  ({ actor, input }) => remove(actor, input.customerId, input.noteId),
);
