import { and, asc, desc, eq, gte, lte, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { connections } from "#db/schema/connections.ts";
import { logUsageDaily, savedQueries } from "#db/schema/log-queries.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

export interface SavedQueryRow {
  readonly id: string;
  /** Who saved it; null if they are no longer a member. */
  readonly userId: string | null;
  readonly shared: boolean;
  readonly folder: string;
  readonly name: string;
  readonly text: string;
  readonly connectionId: string | null;
  readonly region: string | null;
  readonly logGroups: readonly string[];
}

/** The shared queries of a customer and those of the transaction's person, by folder and name; at most 500. */
export async function savedQueriesOf(tx: Transaction, customerId: CustomerId): Promise<readonly SavedQueryRow[]> {
  const { id, userId, shared, folder, name, queryText: text, connectionId, region, logGroups } = savedQueries;
  return tx
    .select({ id, userId, shared, folder, name, text, connectionId, region, logGroups })
    .from(savedQueries)
    .where(eq(savedQueries.customerId, customerId))
    .orderBy(asc(folder), asc(name), asc(id))
    .limit(500);
}

/** Saves a query; returns its ID. @throws refusal `saved_query_named_once`, `saved_own_query_named_once`, `too_many_saved_queries` or `saved_query_of_connection` */
export async function insertSavedQuery(
  tx: Transaction,
  query: {
    readonly customerId: CustomerId;
    readonly userId: UserId;
    readonly shared: boolean;
    readonly folder: string;
    readonly name: string;
    readonly text: string;
    readonly connectionId: ConnectionId | null;
    readonly region: string | null;
    readonly logGroups: readonly string[];
  },
): Promise<string> {
  const { customerId, userId, shared, folder, name, text, connectionId, region } = query;
  const groups = sql`array(select jsonb_array_elements_text(${JSON.stringify(query.logGroups)}::jsonb))`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into saved_queries (customer_id, user_id, shared, folder, name, query_text, connection_id, region, log_groups)
    values (${customerId}, ${userId}, ${shared}, ${folder}, ${name}, ${text}, ${connectionId}, ${region}, ${groups}) returning id`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a query was not saved");
  return id;
}

/** Deletes a saved query that the transaction's person sees; with `userId` only if that person saved it. Returns whether it was deleted. */
export async function deleteSavedQuery(tx: Transaction, customerId: CustomerId, id: string, userId?: UserId): Promise<boolean> {
  const own = userId === undefined ? undefined : eq(savedQueries.userId, userId);
  const deleted = await tx
    .delete(savedQueries)
    .where(and(eq(savedQueries.customerId, customerId), eq(savedQueries.id, id), own))
    .returning({ id: savedQueries.id });
  return deleted.length > 0;
}

export interface UsageRow {
  readonly day: string;
  readonly kind: string;
  readonly connectionId: string;
  readonly connectionName: string | null;
  readonly region: string;
  readonly userId: string;
  readonly uses: number;
  readonly scannedBytes: number;
  readonly seconds: number;
}

/** The usage of a customer between two days (UTC, both included), newest first; with `userId` of that person only. */
export async function usageOf(
  tx: Transaction,
  of: {
    readonly customerId: CustomerId;
    readonly userId: UserId | null;
    readonly from: string;
    readonly to: string;
    readonly limit: number;
  },
): Promise<readonly UsageRow[]> {
  const t = logUsageDaily;
  return tx
    .select({
      ...{ day: t.day, kind: t.kind, connectionId: t.connectionId, connectionName: connections.name, region: t.region, userId: t.userId },
      ...{ uses: t.uses, scannedBytes: t.scannedBytes, seconds: t.seconds },
    })
    .from(t)
    .leftJoin(connections, and(eq(connections.customerId, t.customerId), eq(connections.id, t.connectionId)))
    .where(
      and(
        eq(t.customerId, of.customerId),
        gte(t.day, of.from),
        lte(t.day, of.to),
        of.userId === null ? undefined : eq(t.userId, of.userId),
      ),
    )
    .orderBy(desc(t.day), asc(t.connectionId), asc(t.userId), asc(t.kind), asc(t.region))
    .limit(of.limit);
}

/** Adds a live tail of the transaction's person to the usage. @param seconds 0 to 11,000 @throws 23503 for another customer's connection */
export async function recordTail(
  tx: Transaction,
  tail: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly region: string; readonly seconds: number },
): Promise<void> {
  await tx.execute(sql`select record_tail(${tail.customerId}, ${tail.connectionId}, ${tail.region}, ${tail.seconds})`);
}
