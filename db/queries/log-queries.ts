import { and, desc, eq, gte, isNotNull, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { logQueries, queryThresholds } from "#db/schema/log-queries.ts";
import { ConnectionId, CustomerId, type UserId } from "#kernel/ids.ts";

/** How a query that has ended ended. `rejected`: AWS did not run it. */
export type QueryEnd = "complete" | "failed" | "timeout" | "canceled" | "rejected" | "orphan-stopped" | "not-stopped";
export type QueryState = "starting" | "running" | QueryEnd;

export interface NewLogQuery {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly text: string;
  /** Of the text, in hexadecimal. */
  readonly sha256: string;
  readonly infrequent: boolean;
  readonly expectedBytes: number | null;
}

/** Stores a query before AWS is called; returns its ID. @throws refusal `too_many_queries` or `log_query_of_connection` */
export async function insertLogQuery(tx: Transaction, query: NewLogQuery): Promise<string> {
  const { customerId, connectionId, userId, region, from, to, text, sha256, infrequent, expectedBytes } = query;
  const groups = sql`array(select jsonb_array_elements_text(${JSON.stringify(query.logGroups)}::jsonb))`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, infrequent, expected_bytes)
    values (${customerId}, ${connectionId}, ${userId}, ${region}, ${groups}, ${from.toISOString()}, ${to.toISOString()}, ${text}, ${sha256}, ${infrequent}, ${expectedBytes})
    returning id`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a query was not stored");
  return id;
}

export interface LogQueryChange {
  readonly state?: QueryState;
  readonly awsQueryId?: string;
  readonly scannedBytes?: number;
  readonly scannedRecords?: number;
  readonly matchedRecords?: number;
  /** The rows of the first page of the result. */
  readonly resultRows?: number;
}

/**
 * Writes the progress or the end of a query; also an empty change is a heartbeat.
 * @throws refusal `log_query_over` if it has ended, `log_query_person` if it is not the query of the transaction's person
 */
export async function changeLogQuery(tx: Transaction, customerId: CustomerId, id: string, change: LogQueryChange): Promise<void> {
  const { scannedBytes = sql`scanned_bytes` } = change;
  await tx
    .update(logQueries)
    .set({ ...change, scannedBytes })
    .where(and(eq(logQueries.customerId, customerId), eq(logQueries.id, id)));
}

/** The columns of {@link LogQueryRow}. */
export const LOG_QUERY_COLUMNS = {
  id: logQueries.id,
  connectionId: logQueries.connectionId,
  userId: logQueries.userId,
  region: logQueries.region,
  logGroups: logQueries.logGroups,
  from: logQueries.rangeFrom,
  to: logQueries.rangeTo,
  text: logQueries.queryText,
  state: logQueries.state,
  startedAt: logQueries.startedAt,
  endedAt: logQueries.endedAt,
  awsQueryId: logQueries.awsQueryId,
  scannedBytes: logQueries.scannedBytes,
  scannedRecords: logQueries.scannedRecords,
  matchedRecords: logQueries.matchedRecords,
} as const;

export interface LogQueryRow {
  readonly id: string;
  readonly connectionId: string;
  readonly userId: string | null;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly text: string;
  readonly state: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly awsQueryId: string | null;
  readonly scannedBytes: number;
  readonly scannedRecords: number;
  readonly matchedRecords: number;
}

/** A query that AWS ran. */
export interface LogQueryAtAws extends LogQueryRow {
  /** Whether AWS still has the result, which it keeps for seven days. */
  readonly hasResult: boolean;
}

/** A query of the customer and the connection that AWS ran; undefined otherwise. */
export async function findLogQuery(
  tx: Transaction,
  { customerId, connectionId, id }: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly id: string },
): Promise<LogQueryAtAws | undefined> {
  const t = logQueries;
  const rows = await tx
    .select({ ...LOG_QUERY_COLUMNS, hasResult: sql<boolean>`${t.startedAt} >= now() - interval '7 days'` })
    .from(t)
    .where(and(eq(t.customerId, customerId), eq(t.connectionId, connectionId), eq(t.id, id), isNotNull(t.awsQueryId)));
  return rows[0];
}

/** The queries of the last hour that may still run at AWS because the portal could not stop them, of one connection; at most 50. */
export async function queriesNotStopped(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<readonly LogQueryRow[]> {
  const t = logQueries;
  return tx
    .select(LOG_QUERY_COLUMNS)
    .from(t)
    .where(
      and(
        eq(t.customerId, customerId),
        eq(t.connectionId, connectionId),
        eq(t.state, "not-stopped"),
        gte(t.startedAt, sql`now() - interval '60 minutes'`),
      ),
    )
    .orderBy(desc(t.startedAt))
    .limit(50);
}

/** A query that has lost its reader. */
export interface OrphanedQuery {
  readonly customerId: CustomerId;
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly region: string;
  /** Null if the process died before it stored the ID. */
  readonly awsQueryId: string | null;
  /** Whether AWS has ended it itself, after 60 minutes. */
  readonly over: boolean;
}

/** Takes up to `most` queries that have lost their reader, for ten seconds. */
export async function claimOrphanedQueries(tx: Transaction, most: number): Promise<readonly OrphanedQuery[]> {
  const { rows } = await tx.execute<{
    customer_id: string;
    id: string;
    connection_id: string;
    region: string;
    aws_query_id: string | null;
    over: boolean;
  }>(sql`select * from claim_orphaned_queries(${most})`);
  return rows.map((row) => ({
    customerId: CustomerId.parse(row.customer_id),
    id: row.id,
    connectionId: ConnectionId.parse(row.connection_id),
    region: row.region,
    awsQueryId: row.aws_query_id,
    over: row.over,
  }));
}

/** Ends a query that has lost its reader. Returns false if it has ended or its reader came back. @param scannedBytes null if unknown */
export async function endOrphanedQuery(
  tx: Transaction,
  { customerId, id }: Pick<OrphanedQuery, "customerId" | "id">,
  state: QueryEnd,
  scannedBytes: number | null,
): Promise<boolean> {
  const { rows } = await tx.execute<{ done: boolean }>(
    sql`select end_orphaned_query(${customerId}, ${id}, ${state}, ${scannedBytes}) as done`,
  );
  return rows[0]?.done === true;
}

/** Deletes queries and usage that are old, at most `most` rows of each. Returns how many rows were deleted. */
export async function pruneQueries(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select prune_queries(${most}) as n`);
  return rows[0]?.n ?? 0;
}

/** The bytes above which a query of this connection must be confirmed; null without a threshold. */
export async function queryThresholdOf(tx: Transaction, customerId: CustomerId, connectionId: ConnectionId): Promise<number | null> {
  const t = queryThresholds;
  const rows = await tx
    .select({ bytes: t.bytes })
    .from(t)
    .where(and(eq(t.customerId, customerId), eq(t.connectionId, connectionId)));
  return rows[0]?.bytes ?? null;
}

/** Sets the threshold of a connection, or removes it. @throws P0002 for another customer's connection, 42501 unless `userId` is an owner */
export async function setQueryThreshold(
  tx: Transaction,
  {
    customerId,
    userId,
    connectionId,
    bytes,
  }: {
    readonly customerId: CustomerId;
    readonly userId: UserId;
    readonly connectionId: ConnectionId;
    readonly bytes: number | null;
  },
): Promise<void> {
  await tx.execute(sql`select set_query_threshold(${customerId}, ${userId}, ${connectionId}, ${bytes})`);
}

/** What complete queries of the last 30 days scanned, in relation to what was expected before. */
export interface ScanRatios {
  readonly queries: number;
  readonly scanned: number;
  readonly expected: number;
  /** The smallest and the largest ratio of one query. */
  readonly lowest: number;
  readonly highest: number;
}

/** Rows that are read, the newest first. Each set of log groups has one for a day. */
const MOST_SUMS = 50;

/** The ratios of the queries of the last 30 days that read one of these log groups, from at most 50 sums; undefined without one. */
export async function scanRatiosOf(
  tx: Transaction,
  of: {
    readonly customerId: CustomerId;
    readonly connectionId: ConnectionId;
    readonly region: string;
    readonly logGroups: readonly string[];
  },
): Promise<ScanRatios | undefined> {
  const groups = sql`array(select jsonb_array_elements_text(${JSON.stringify(of.logGroups)}::jsonb))`;
  const { rows } = await tx.execute<{ queries: number; scanned: string; expected: string; lowest: string; highest: string }>(sql`
    select coalesce(sum(queries), 0)::int as queries, sum(scanned_bytes)::text as scanned, sum(expected_bytes)::text as expected,
      min(lowest)::text as lowest, max(highest)::text as highest
    from (select queries, scanned_bytes, expected_bytes, lowest, highest from log_scan_sums where customer_id = ${of.customerId}
      and connection_id = ${of.connectionId} and region = ${of.region} and log_groups && ${groups}
      and day >= (now() at time zone 'UTC' - interval '30 days')::date order by day desc limit ${MOST_SUMS}) s`);
  const [row] = rows;
  if (row === undefined || row.queries === 0) return undefined;
  const { queries, scanned, expected, lowest, highest } = row;
  return { queries, scanned: Number(scanned), expected: Number(expected), lowest: Number(lowest), highest: Number(highest) };
}
