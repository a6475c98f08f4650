import { inTransaction } from "#db/in-transaction.ts";
import { staffRevokeInvitation } from "#db/queries/staff-revoke-invitation.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { InvitationId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Withdraws an open invitation to the staff: its link stops working at once. Admins; audited. */
export async function revokeStaffInvitation(actor: StaffActor, id: InvitationId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRevokeInvitation(tx, actor, id));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
