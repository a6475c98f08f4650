import { inTransaction } from "#db/in-transaction.ts";
import { peopleInviteMember } from "#db/queries/people-invite-member.ts";
import type { CustomerActor, MemberRole } from "#lib/kernel/actor.ts";
import type { EmailAddress } from "#lib/kernel/email-address.ts";
import { newInvitationKey } from "#lib/kernel/invitation-key.ts";
import { ok, type Result } from "#lib/kernel/result.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { memberRefusal } from "./member-refusal.ts";

/**
 * Invites a person to the actor's customer: an older open invitation of that address is withdrawn, the mail is queued, the
 * act is audited. Refused to members, and for somebody who belongs to the customer already.
 */
export async function inviteMember(
  actor: CustomerActor,
  authSecret: Secret<string>,
  invited: { readonly email: EmailAddress; readonly role: MemberRole },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleInviteMember(tx, actor, { ...newInvitationKey(authSecret), ...invited }));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}
