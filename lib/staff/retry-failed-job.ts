import { inTransaction } from "#db/in-transaction.ts";
import { staffRetryDeadLetter } from "#db/queries/staff-failed-jobs.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Lets a job that failed for good be tried anew, with all its tries. Operators and admins; audited. */
export async function retryDeadLetter(actor: StaffActor, id: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRetryDeadLetter(tx, actor, id));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
