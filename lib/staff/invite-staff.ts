import { inTransaction } from "#db/in-transaction.ts";
import { staffInvite } from "#db/queries/staff-invite.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import { newInvitationKey } from "#kernel/invitation-key.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { invitationRefusal } from "./invitation-refusal.ts";

/** Invites a colleague to the staff by mail; an older open invitation of that address is withdrawn. Admins; audited. */
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
