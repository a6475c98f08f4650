import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { staffRequestRotation, staffRequestRun } from "#db/queries/staff-acts.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { ROTATION_REASONS, type RotationReason as RotationReasonId, type RotationRequested } from "#lib/staff/shared/staff-requests.ts";
import { staffRefusal } from "./staff-refusal.ts";

/**
 * Enqueues the rotation of the External IDs of some connections of a customer; the worker then mails the owners. One that can't
 * be rotated does not stop the others: each has its own result. Operators and admins; each is audited with its reason.
 */
export async function requestRotations(
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly connectionIds: readonly ConnectionId[]; readonly reason: RotationReasonId },
): Promise<Result<readonly RotationRequested[]>> {
  const requested: RotationRequested[] = [];
  const { customerId, reason } = of;
  for (const connectionId of of.connectionIds) {
    try {
      await inTransaction(actor, (tx) => staffRequestRotation(tx, actor, { customerId, connectionId, reason }));
      requested.push({ connectionId, outcome: "requested" });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal?.constraint === "third_id") requested.push({ connectionId, outcome: "under-way" });
      else if (refusal?.kind === "not-found") requested.push({ connectionId, outcome: "no-role" });
      else return staffRefusal(error);
    }
  }
  return ok(requested);
}

/** Enqueues a run of a connection, unless one waits already. Operators and admins; audited. */
export async function requestRun(actor: StaffActor, customerId: CustomerId, connectionId: ConnectionId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRequestRun(tx, actor, customerId, connectionId));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Validates a reason from a request: it must be on the list. */
export const RotationReason = z.enum(
  ROTATION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
