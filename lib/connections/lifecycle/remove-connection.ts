import { inTransaction } from "#db/in-transaction.ts";
import { lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";

export interface Removed {
  /** What happened and what the person still has to do. */
  readonly sentences: readonly string[];
}

/** Removes a connection permanently: deletes the sealed ARN and a pending one, retires its External IDs and stops log access immediately. */
export async function removeConnection(actor: CustomerActor, connectionId: ConnectionId): Promise<Result<Removed>> {
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return NOT_FOUND;
    await changeConnection(tx, customerId, connectionId, { status: "removed" });
    await recordAudit(tx, actor, customerId, "connection.removed", { connection: connectionId, was: row.status });
    return ok({ sentences: sentencesOf(row.verifiedAt !== null) });
  });
}

function sentencesOf(wasVerified: boolean): readonly string[] {
  const gone = "The connection is removed. Its External ID is retired and will never be used again.";
  if (!wasVerified) return [gone, "If you created a role for it, delete its stack in AWS."];
  return [
    gone,
    "The portal deleted the role ARN. The portal keeps verification reports and the audit log.",
    "Log access stopped immediately. A role session that is already open can last up to 60 minutes.",
    "Delete the stack in AWS to remove the role.",
  ];
}

/** Stops all use of a connection immediately. Only a new secure run enables it again. */
export async function disableConnection(actor: CustomerActor, connectionId: ConnectionId): Promise<Result<{ disabled: true }>> {
  const { customerId } = actor;
  return inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || row.status === "removed") return NOT_FOUND;
    if (row.verifiedAt === null) return fail("conflict", "This connection has no role yet, so there is nothing to disable.");
    if (row.status === "disabled") return ok({ disabled: true });
    await changeConnection(tx, customerId, connectionId, { status: "disabled", disabledBy: actor.userId, nextCheckAt: null });
    await recordAudit(tx, actor, customerId, "connection.disabled", { connection: connectionId, was: row.status });
    return ok({ disabled: true });
  });
}
