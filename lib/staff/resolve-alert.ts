import { inTransaction } from "#db/in-transaction.ts";
import { staffResolveAlert } from "#db/queries/staff-resolve-alert.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Closes an alert that somebody has looked after; it is raised anew when its cause comes back. Operators and admins; audited. */
export async function resolveAlert(actor: StaffActor, alertId: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffResolveAlert(tx, actor, alertId));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
