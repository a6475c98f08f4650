import { inTransaction } from "#db/in-transaction.ts";
import { lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";

/** Stops all use of a proven connection at once. It is enabled again by a new proof, and by nothing else. */
export async function disableConnection(actor: CustomerActor, connectionId: ConnectionId): Promise<Result<{ disabled: true }>> {
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return fail("not-found", "not found");
    if (row.provedAt === null) return fail("conflict", "This connection has no role yet, so there is nothing to disable.");
    if (row.status === "disabled") return ok({ disabled: true });
    await changeConnection(tx, customerId, connectionId, { status: "disabled", disabledBy: actor.userId, nextCheckAt: null });
    await recordAudit(tx, actor, customerId, "connection.disabled", { connection: connectionId, was: row.status });
    return ok({ disabled: true });
  });
}
