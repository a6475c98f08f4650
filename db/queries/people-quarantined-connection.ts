import { and, eq } from "drizzle-orm";
import { connections } from "#db/schema/connections.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** The name of a connection that is quarantined, or null when it is not (any more). */
export async function peopleQuarantinedConnection(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<string | null> {
  const [row] = await tx
    .select({ name: connections.name })
    .from(connections)
    .where(and(eq(connections.customerId, customerId), eq(connections.id, connectionId), eq(connections.status, "quarantined")));
  return row?.name ?? null;
}
