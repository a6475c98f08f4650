import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type ConnectionRow, lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import { enqueueRotationMail, mintExternalId, retireExternalId } from "#db/queries/rotation.ts";
import type { CustomerActor, SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { type Failure, fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { nextCheckForPending } from "#lib/connections/schedule/next-check.ts";
import { nextCheckDuring } from "./rotation.ts";

const IN_PROGRESS = "A rotation of this External ID is already in progress.";
const STILL_RETIRING =
  "The role still accepts the previous External ID. Remove it from the trust policy before you start another rotation.";

/**
 * Starts a rotation: creates the next External ID as pending. Nothing else changes: log access uses the current ID until a run
 * has verified the new one. Rejected while another rotation is in progress. The worker starts the rotations that staff
 * requested, and then emails the owners, because only they can update the role.
 * @throws a rejection by the database, `budget_external_ids`, when the customer's users created as many External IDs as allowed for now
 */
export async function startRotation(
  actor: CustomerActor | SystemActor,
  { customerId, connectionId }: { readonly customerId: CustomerId; readonly connectionId: ConnectionId },
): Promise<Result<{ readonly started: true }>> {
  try {
    return await inTransaction(actor, async (tx) => {
      const row = await lockConnection(tx, customerId, connectionId);
      if (row === undefined || row.status === "removed") return NOT_FOUND;
      const refused = whyNot(row);
      if (refused !== null) return refused;
      const id = await mintExternalId(tx, customerId, connectionId);
      const now = row.readAt;
      const nextCheckAt = nextCheckDuring(
        { stage: "pending", id, value: "", since: now },
        row.nextCheckAt ?? nextCheckForPending(now, now),
        now,
      );
      await changeConnection(tx, customerId, connectionId, { nextCheckAt, regularCheckAt: row.nextCheckAt, reminders: 0 });
      if (actor.kind === "system") await enqueueRotationMail(tx, customerId, connectionId);
      await recordAudit(tx, actor, customerId, "rotation.started", { connection: connectionId, external_id: id });
      return ok({ started: true });
    });
  } catch (error) {
    const constraint = refusalOf(error)?.constraint;
    if (constraint === "one_external_id_of_each_state") return fail("conflict", IN_PROGRESS);
    if (constraint === "third_id") return fail("conflict", STILL_RETIRING);
    throw error;
  }
}

function whyNot({ verifiedAt, status, suspendedAt, pending, retiring }: ConnectionRow): Failure | null {
  if (suspendedAt !== null)
    return fail(
      "not-allowed",
      "Your company’s access is suspended, so you can’t rotate the External ID. Contact the partner that runs this portal.",
    );
  if (verifiedAt === null) return fail("conflict", "This connection has no role yet, so its External ID doesn’t need a rotation.");
  if (status === "disabled") return fail("conflict", "This connection is disabled. Verify it to enable it, then rotate the External ID.");
  if (pending !== null) return fail("conflict", IN_PROGRESS);
  return retiring === null ? null : fail("conflict", STILL_RETIRING);
}

/** Cancels a rotation: the pending ID is permanently retired, unused, and the current one stays. After the switch, it can't be canceled. */
export async function cancelRotation(actor: CustomerActor, connectionId: ConnectionId): Promise<Result<{ readonly canceled: true }>> {
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return NOT_FOUND;
    if (row.pending === null) {
      const over = row.retiring !== null;
      return fail(
        "conflict",
        over ? "The new External ID is already in use, so the rotation can’t be canceled." : "No rotation is in progress.",
      );
    }
    await retireExternalId(tx, customerId, connectionId, row.pending.id);
    const nextCheckAt = row.regularCheckAt ?? row.nextCheckAt;
    await changeConnection(tx, customerId, connectionId, { nextCheckAt, regularCheckAt: null, reminders: 0 });
    await recordAudit(tx, actor, customerId, "rotation.canceled", { connection: connectionId, external_id: row.pending.id });
    return ok({ canceled: true });
  });
}
