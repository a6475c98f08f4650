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
  /** Counts the changes, beginning with 1. */
  readonly revision: number;
}

/** The saved queries of a customer. The same figure is in `before_saved_query_insert`. */
const MOST_SAVED = 500;

/** The shared queries of a customer and those of the transaction's person, by folder and name; a trigger lets a customer have no more. */
export async function savedQueriesOf(tx: Transaction, customerId: CustomerId): Promise<readonly SavedQueryRow[]> {
  const { id, userId, shared, folder, name, queryText: text, connectionId, region, logGroups, revision } = savedQueries;
  return tx
    .select({ id, userId, shared, folder, name, text, connectionId, region, logGroups, revision })
    .from(savedQueries)
    .where(eq(savedQueries.customerId, customerId))
    .orderBy(asc(folder), asc(name), asc(id))
    .limit(MOST_SAVED);
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

/** What can be changed of a saved query. What is undefined stays. */
export interface SavedQueryChange {
  readonly shared: boolean;
  readonly folder: string;
  readonly name: string;
  readonly text: string | undefined;
}

/**
 * Changes a saved query that the transaction's person sees, if it still has this revision. Returns the changed row, or undefined if no
 * row has this ID and revision.
 * @throws refusal `saved_query_named_once`, `saved_own_query_named_once` or `saved_query_person` (42501)
 */
export async function updateSavedQuery(
  tx: Transaction,
  { customerId, id, revision }: { readonly customerId: CustomerId; readonly id: string; readonly revision: number },
  { shared, folder, name, text }: SavedQueryChange,
): Promise<SavedQueryRow | undefined> {
  const t = savedQueries;
  const rows = await tx
    .update(t)
    .set({ shared, folder, name, ...(text !== undefined && { queryText: text }) })
    .where(and(eq(t.customerId, customerId), eq(t.id, id), eq(t.revision, revision)))
    .returning({
      ...{ id: t.id, userId: t.userId, shared: t.shared, folder: t.folder, name: t.name, text: t.queryText },
      ...{ connectionId: t.connectionId, region: t.region, logGroups: t.logGroups, revision: t.revision },
    });
  return rows[0];
}

/** A saved query that the transaction's person sees. */
export async function findSavedQuery(
  tx: Transaction,
  customerId: CustomerId,
  id: string,
): Promise<{ readonly userId: string | null } | undefined> {
  const rows = await tx
    .select({ userId: savedQueries.userId })
    .from(savedQueries)
    .where(and(eq(savedQueries.customerId, customerId), eq(savedQueries.id, id)));
  return rows[0];
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
