import { inTransaction } from "#db/in-transaction.ts";
import { staffRequestRun } from "#db/queries/staff-request-run.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Asks the worker for a run of a connection; one that waits already is not queued twice. Operators and admins; audited. */
export async function requestRun(actor: StaffActor, customerId: CustomerId, connectionId: ConnectionId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRequestRun(tx, actor, customerId, connectionId));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
