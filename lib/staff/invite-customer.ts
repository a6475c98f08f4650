import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { staffInvitationsFreeAt } from "#db/queries/invitations.ts";
import {
  staffAdd,
  staffInvite,
  staffInviteCustomer,
  staffInviteOwner,
  staffResendInvitation,
  staffRevokeCustomerInvitation,
} from "#db/queries/staff-acts.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { CustomerId, InvitationId } from "#kernel/ids.ts";
import type { CustomerName } from "#kernel/people/customer-name.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import { invitationsSpent } from "#kernel/people/invitation-budget.ts";
import { invitationLink, newInvitationKey } from "#kernel/people/invitation-token.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Creates a customer and invites its first owner by mail (queued in the same transaction). Operators and admins; audited. */
export async function inviteCustomer(
  actor: StaffActor,
  authSecret: Secret<string>,
  invited: { readonly name: CustomerName; readonly email: EmailAddress },
): Promise<Result<{ customerId: string }>> {
  try {
    const key = newInvitationKey(authSecret);
    return ok({ customerId: await inTransaction(actor, (tx) => staffInviteCustomer(tx, actor, { ...invited, ...key })) });
  } catch (error) {
    return invitationRefusal(error, actor, invited.email);
  }
}

/**
 * Invites an owner of a customer by email, for example when the first invitation expired unused or the only owner has left.
 * An older open invitation of that address is revoked. Operators and admins; audited.
 */
export async function inviteOwner(
  actor: StaffActor,
  authSecret: Secret<string>,
  customerId: CustomerId,
  email: EmailAddress,
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffInviteOwner(tx, actor, customerId, { ...newInvitationKey(authSecret), email }));
    return ok(null);
  } catch (error) {
    return invitationRefusal(error, actor, email);
  }
}

/**
 * Sends an invitation of a customer again, with the same role and a new link; the earlier link stops working. It counts against the budgets of
 * the person. Operators and admins; audited.
 */
export async function resendInvitation(
  actor: StaffActor,
  authSecret: Secret<string>,
  of: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffResendInvitation(tx, actor, of, newInvitationKey(authSecret)));
    return ok(null);
  } catch (error) {
    if (refusalOf(error)?.constraint !== "invitation_budget") return staffRefusal(error);
    return fail("limited", "This address was sent 5 invitations in the last 24 hours, or you have sent 100. Try again tomorrow.");
  }
}

/** Revokes an open invitation of a customer: its link stops working at once. Operators and admins; audited. @throws P0002 if it is not open */
export async function revokeCustomerInvitation(
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRevokeCustomerInvitation(tx, actor, of));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Invites a colleague to the staff by mail; an older open invitation of that address is revoked. Admins; audited. */
export async function inviteStaff(
  actor: StaffActor,
  authSecret: Secret<string>,
  invited: { readonly email: EmailAddress; readonly role: StaffRole },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffInvite(tx, actor, { ...newInvitationKey(authSecret), ...invited }));
    return ok(null);
  } catch (error) {
    return invitationRefusal(error, actor, invited.email);
  }
}

/** Invites a person to the staff from the command line. Returns the single-use link; nothing is mailed. Audited as `system:cli`. */
export async function addStaff(
  settings: { readonly appUrl: string; readonly authSecret: Secret<string> },
  email: EmailAddress,
  role: StaffRole,
): Promise<Result<{ link: string }>> {
  const key = newInvitationKey(settings.authSecret);
  try {
    await inTransaction({ kind: "system", task: "owner-cli" }, (tx) => staffAdd(tx, { ...key, email, role }));
    return ok({ link: invitationLink(settings.appUrl, settings.authSecret, key.id) });
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Converts a database error about an invitation to a failure, with the time of the next possible invitation; rethrows other errors. */
async function invitationRefusal(error: unknown, actor: StaffActor, email: EmailAddress): Promise<Failure> {
  if (refusalOf(error)?.constraint !== "invitation_budget") return staffRefusal(error);
  return invitationsSpent(await inTransaction(actor, (tx) => staffInvitationsFreeAt(tx, actor, email), { readOnly: true }));
}
