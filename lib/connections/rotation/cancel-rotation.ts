import { inTransaction } from "#db/in-transaction.ts";
import { lockConnection } from "#db/queries/connections-read.ts";
import { retireExternalId } from "#db/queries/connections-rotate.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";

/** Gives a rotation up: the pending ID is retired for ever, unused, and the current one stays. After the switch there is nothing to give up. */
export async function cancelRotation(actor: CustomerActor, connectionId: ConnectionId): Promise<Result<{ readonly cancelled: true }>> {
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return fail("not-found", "not found");
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
    await recordAudit(tx, actor, customerId, "rotation.cancelled", { connection: connectionId, external_id: row.pending.id });
    return ok({ cancelled: true });
  });
}
