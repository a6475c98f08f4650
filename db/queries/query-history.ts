import { and, desc, eq, gte, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { LOG_QUERY_COLUMNS, type LogQueryRow } from "#db/queries/log-queries.ts";
import { connections } from "#db/schema/connections.ts";
import { logQueries } from "#db/schema/log-queries.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";

export interface QueryHistoryRow extends LogQueryRow {
  readonly connectionName: string;
  /** The rows of the first page of the result, 10,000 at most; null without a result. */
  readonly resultRows: number | null;
}

/** Where the next page of the history begins: behind this query. */
export interface HistoryPlace {
  readonly startedAt: Date;
  readonly id: string;
}

/**
 * The queries of the last 30 days of one person, newest first, at most `limit`: those behind a place, and whose text or log groups contain
 * `find`, in any case; "" finds all.
 */
export async function queryHistoryOf(
  tx: Transaction,
  of: {
    readonly customerId: CustomerId;
    readonly userId: UserId;
    readonly behind: HistoryPlace | null;
    readonly find: string;
    readonly limit: number;
  },
): Promise<readonly QueryHistoryRow[]> {
  const t = logQueries;
  const { behind, find } = of;
  // A place has milliseconds, the column microseconds.
  const began = sql`date_trunc('milliseconds', ${t.startedAt})`;
  return tx
    .select({ ...LOG_QUERY_COLUMNS, resultRows: t.resultRows, connectionName: connections.name })
    .from(t)
    .innerJoin(connections, and(eq(connections.customerId, t.customerId), eq(connections.id, t.connectionId)))
    .where(
      and(
        eq(t.customerId, of.customerId),
        eq(t.userId, of.userId),
        gte(t.startedAt, sql`now() - interval '30 days'`),
        behind === null ? undefined : sql`(${began}, ${t.id}) < (${behind.startedAt.toISOString()}::timestamptz, ${behind.id}::uuid)`,
        find === "" ? undefined : sql`strpos(lower(${t.queryText} || ' ' || array_to_string(${t.logGroups}, ' ')), lower(${find})) > 0`,
      ),
    )
    .orderBy(desc(began), desc(t.id))
    .limit(of.limit);
}

/** Deletes the queries that have ended from the history of the transaction's person; returns how many. @throws P0002 for another customer */
export async function deleteQueryHistory(tx: Transaction, customerId: CustomerId): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select delete_query_history(${customerId}) as n`);
  return rows[0]?.n ?? 0;
}
