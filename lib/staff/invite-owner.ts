import { inTransaction } from "#db/in-transaction.ts";
import { staffInviteOwner } from "#db/queries/staff-invite-owner.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { newInvitationKey } from "#kernel/invitation-key.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { invitationRefusal } from "./invitation-refusal.ts";

/**
 * Invites an owner of a customer by mail: the way back when the first invitation ended unused or the only owner has left.
 * An older open invitation of that address is withdrawn. Operators and admins; audited.
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
