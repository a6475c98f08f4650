import { and, eq, inArray } from "drizzle-orm";
import { connections } from "#db/schema/connections.ts";
import { externalIds } from "#db/schema/external-ids.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

export interface RotatingConnection {
  readonly name: string;
  readonly stage: "pending" | "retiring";
  /** When the new ID was made, or when it was switched to. */
  readonly since: Date;
  /** Reads are stopped because the former ID still opens the role. */
  readonly stoppedByPreviousId: boolean;
}

/** How a connection's rotation stands, for a mail; undefined when none is under way. Names no ID. */
export async function rotatingConnection(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
): Promise<RotatingConnection | undefined> {
  const [row] = await tx
    .select({
      name: connections.name,
      status: connections.status,
      reason: connections.reason,
      state: externalIds.state,
      madeAt: externalIds.createdAt,
      movedAt: externalIds.stateAt,
    })
    .from(connections)
    .innerJoin(externalIds, and(eq(externalIds.customerId, connections.customerId), eq(externalIds.connectionId, connections.id)))
    .where(and(eq(connections.customerId, customerId), eq(connections.id, id), inArray(externalIds.state, ["pending", "retiring"])));
  if (row === undefined) return undefined;
  const stage = row.state === "pending" ? "pending" : "retiring";
  return {
    name: row.name,
    stage,
    since: stage === "pending" ? row.madeAt : row.movedAt,
    stoppedByPreviousId: row.status === "quarantined" && row.reason === "former-id-opens",
  };
}
