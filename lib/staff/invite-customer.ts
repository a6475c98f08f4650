import { inTransaction } from "#db/in-transaction.ts";
import { staffInviteCustomer } from "#db/queries/staff-invite-customer.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerName } from "#kernel/customer-name.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import { newInvitationKey } from "#kernel/invitation-key.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { invitationRefusal } from "./invitation-refusal.ts";

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
