import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { ownersInvitationsFreeAt } from "#db/queries/invitations-free-at.ts";
import { peopleInviteMember } from "#db/queries/people-invite-member.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import { invitationsSpent } from "#kernel/invitation-budget.ts";
import { newInvitationKey } from "#kernel/invitation-key.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { memberRefusal } from "./member-refusal.ts";

/**
 * Invites a person to the actor's customer: an older open invitation of that address is withdrawn, the mail is queued, the
 * act is audited. Refused to members, for somebody who belongs to the customer already, and when the budget of invitations in
 * 24 hours is spent, which replacing and withdrawing do not give back.
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
    if (refusalOf(error)?.constraint !== "invitation_budget") return memberRefusal(error);
    return invitationsSpent(await inTransaction(actor, (tx) => ownersInvitationsFreeAt(tx, actor, invited.email), { readOnly: true }));
  }
}
