import { inTransaction } from "#db/in-transaction.ts";
import { peopleRevokeInvitation } from "#db/queries/people-revoke-invitation.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { InvitationId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { memberRefusal } from "./member-refusal.ts";

/** Withdraws an open invitation: its link stops working at once. A used, foreign or absent one is not found (P0002). */
export async function revokeInvitation(actor: CustomerActor, id: InvitationId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleRevokeInvitation(tx, actor, id));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}
