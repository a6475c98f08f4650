import { z } from "zod";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { staffRequestRotation, staffRequestRun } from "#db/queries/staff-acts.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { ROTATION_REASONS, type RotationReason as RotationReasonId, type RotationRequested } from "#lib/staff/shared/rotation-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/**
 * Asks the worker to begin the rotation of some of a customer's External IDs; its owners are mailed then. One that can't
 * be rotated does not hold up the others: each answers for itself. Operators and admins; each is audited with its reason.
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

/** Asks the worker for a run of a connection; one that waits already is not queued twice. Operators and admins; audited. */
export async function requestRun(actor: StaffActor, customerId: CustomerId, connectionId: ConnectionId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRequestRun(tx, actor, customerId, connectionId));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** A reason as it comes from outside: one of the closed list. */
export const RotationReason = z.enum(
  ROTATION_REASONS.map(({ id }) => id),
  "Choose a reason. It is recorded in the audit log.",
);
