"use server";

import { z } from "zod";
import { ContactId, InvitationId, UserId } from "#kernel/ids.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { MemberRoleName } from "#kernel/people/role-names.ts";
import { webEnv } from "#kernel/process/env.ts";
import { chooseEmails as choose, EmailChoiceInput, chooseSessionHours as limit, SessionHoursInput } from "#lib/customers/choose-emails.ts";
import { addSecurityContact as addContact, removeSecurityContact as removeContact } from "#lib/customers/security-contacts.ts";
import {
  inviteMember as invite,
  removeMember as remove,
  revokeInvitation as revoke,
  setMemberRole as setRole,
} from "#lib/customers/set-member-role.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

export const inviteMember = customerAction(
  z.strictObject({ email: EmailAddress, role: MemberRoleName }),
  ({ actor, input }) => invite(actor, webEnv().authSecret, input),
  { owner: true },
);

export const revokeInvitation = customerAction(
  z.strictObject({ invitationId: InvitationId }),
  ({ actor, input }) => revoke(actor, input.invitationId),
  { owner: true },
);

export const removeMember = customerAction(z.strictObject({ userId: UserId }), ({ actor, input }) => remove(actor, input.userId), {
  owner: true,
});

export const setMemberRole = customerAction(
  z.strictObject({ userId: UserId, role: MemberRoleName }),
  ({ actor, input }) => setRole(actor, input.userId, input.role),
  { owner: true },
);

export const chooseEmails = customerAction(EmailChoiceInput, ({ actor, input }) => choose(actor, input));

export const chooseSessionHours = customerAction(SessionHoursInput, ({ actor, input }) => limit(actor, input), { owner: true });

export const addSecurityContact = customerAction(
  z.strictObject({ email: EmailAddress }),
  ({ actor, input }) => addContact(actor, webEnv().authSecret, input),
  { owner: true },
);

export const removeSecurityContact = customerAction(
  z.strictObject({ contactId: ContactId }),
  ({ actor, input }) => removeContact(actor, input.contactId),
  { owner: true },
);
