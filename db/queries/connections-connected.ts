import { and, asc, eq, sql } from "drizzle-orm";
import { connections } from "#db/schema/connections.ts";
import type { Transaction } from "#db/transaction.ts";

/** What a connection's proof rests on, of those of all customers that are connected: at most `limit`, in the order of their keys. */
export function connectedPage(tx: Transaction, after: { readonly customerId: string; readonly id: string } | null, limit: number) {
  const { customerId, id } = connections;
  return tx
    .select({
      customerId,
      id,
      status: connections.status,
      reason: connections.reason,
      externalIdId: connections.externalIdId,
      arnHmac: connections.arnHmac,
      accountId: connections.accountId,
      roleId: connections.roleId,
      provedRunId: connections.provedRunId,
      provedAt: connections.provedAt,
      proofMac: connections.proofMac,
    })
    .from(connections)
    .where(
      and(
        eq(connections.status, "connected"),
        after === null ? undefined : sql`(${customerId}, ${id}) > (${after.customerId}, ${after.id})`,
      ),
    )
    .orderBy(asc(customerId), asc(id))
    .limit(limit);
}
