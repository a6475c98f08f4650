import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { ownersInvitationsFreeAt, peopleInviteMember, peopleRevokeInvitation } from "#db/queries/invitations.ts";
import { peopleRemoveMember, peopleSetMemberRole } from "#db/queries/people.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { InvitationId, UserId } from "#kernel/ids.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import { invitationsSpent } from "#kernel/people/invitation-budget.ts";
import { newInvitationKey } from "#kernel/people/invitation-token.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";

/** Changes the role of a member of the actor's customer, from their next request on. The last owner can't be demoted. */
export async function setMemberRole(actor: CustomerActor, userId: UserId, role: MemberRole): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleSetMemberRole(tx, actor, userId, role));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}

/**
 * Invites a person to the actor's customer: an older open invitation of that address is revoked, the email is queued, the
 * invitation is audited. Fails for an actor who is not an owner, for an existing member, and when the limit of invitations in
 * 24 hours is reached; replaced and revoked invitations count.
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

/** Removes a person from the actor's customer; their sessions lose access immediately. The last owner can't be removed. */
export async function removeMember(actor: CustomerActor, userId: UserId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleRemoveMember(tx, actor, userId));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}

/** Revokes an open invitation: its link stops working immediately. @throws P0002 when it is used, foreign or absent */
export async function revokeInvitation(actor: CustomerActor, id: InvitationId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleRevokeInvitation(tx, actor, id));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}

/** Converts a database error about members and invitations to a failure for the person; rethrows any other error. */
function memberRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "owner":
      return fail("not-allowed", "Only an owner can do this.");
    case "last_owner":
      return fail("conflict", "A company needs at least one owner. Invite another owner first.");
    case "already_member":
      return fail("conflict", "This person is already a member.", { fields: { email: "This person is already a member." } });
    case "too_many_invitations":
      return fail("limited", "Your company has 50 open invitations, which is the maximum. Revoke one, or wait until one is used.");
    default:
      throw error;
  }
}
