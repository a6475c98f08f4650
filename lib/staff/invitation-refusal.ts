import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { staffInvitationsFreeAt } from "#db/queries/invitations-free-at.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import { invitationsSpent } from "#kernel/invitation-budget.ts";
import type { Failure } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** What the rules about staff say to whoever invites an address, with the time of the next invitation; other errors are thrown on. */
export async function invitationRefusal(error: unknown, actor: StaffActor, email: EmailAddress): Promise<Failure> {
  if (refusalOf(error)?.constraint !== "invitation_budget") return staffRefusal(error);
  return invitationsSpent(await inTransaction(actor, (tx) => staffInvitationsFreeAt(tx, actor, email), { readOnly: true }));
}
