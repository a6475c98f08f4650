"use server";

import { z } from "zod";
import { InvitationId, UserId } from "#kernel/ids.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { StaffRoleName } from "#kernel/people/role-names.ts";
import { webEnv } from "#kernel/process/env.ts";
import { staffAction } from "#lib/request/guards/staff-action.ts";
import { inviteStaff as invite } from "#lib/staff/invite-customer.ts";
import { removeStaff as remove, revokeStaffInvitation as revoke, setStaffRole as setRole } from "#lib/staff/set-staff-role.ts";

export const inviteStaff = staffAction(
  "invite-staff",
  ["admin"],
  z.strictObject({ email: EmailAddress, role: StaffRoleName }),
  ({ actor, input }) => invite(actor, webEnv().authSecret, input),
);

export const revokeStaffInvitation = staffAction(
  "revoke-staff-invitation",
  ["admin"],
  z.strictObject({ invitationId: InvitationId }),
  ({ actor, input }) => revoke(actor, input.invitationId),
);

export const setStaffRole = staffAction(
  "set-staff-role",
  ["admin"],
  z.strictObject({ userId: UserId, role: StaffRoleName }),
  ({ actor, input }) => setRole(actor, input.userId, input.role),
);

export const removeStaff = staffAction("remove-staff", ["admin"], z.strictObject({ userId: UserId }), ({ actor, input }) =>
  remove(actor, input.userId),
);
