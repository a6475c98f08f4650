import { inTransaction } from "#db/in-transaction.ts";
import { staffSetRole } from "#db/queries/staff-set-role.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Gives a colleague another role; their sessions end. Admins, and never oneself; audited. */
export async function setStaffRole(actor: StaffActor, userId: UserId, role: StaffRole): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSetRole(tx, actor, userId, role));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
