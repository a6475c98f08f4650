import { inTransaction } from "#db/in-transaction.ts";
import { staffSetRole } from "#db/queries/staff-set-role.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Takes a colleague off the staff; their sessions end. Admins, and never oneself; audited. */
export async function removeStaff(actor: StaffActor, userId: UserId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSetRole(tx, actor, userId, null));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
