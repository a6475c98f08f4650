import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** A query with which the log page read a log group of the Infrequent Access class, and that has ended. */
export interface EndedSearch {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly region: string;
  /** 0 to 10¹⁵. */
  readonly scannedBytes: number;
  /** 0 to 11,000. */
  readonly seconds: number;
}

/** Adds such a query to the usage of the transaction's person. @throws 23503 for another customer's connection */
export async function recordSearch(
  tx: Transaction,
  { customerId, connectionId, region, scannedBytes, seconds }: EndedSearch,
): Promise<void> {
  await tx.execute(sql`select record_search(${customerId}, ${connectionId}, ${region}, ${scannedBytes}, ${seconds})`);
}

/** The use of a customer between two days (UTC, both included); with `userId` that of one person only. */
export interface UsageSpan {
  readonly customerId: CustomerId;
  readonly userId: UserId | null;
  readonly from: string;
  readonly to: string;
}

/** What AWS bills in one Region, in US dollars: for each GB that queries scan, and for each minute of live tails (null: unknown). */
export interface UsagePrice {
  readonly region: string;
  readonly gb: number;
  readonly minute: number | null;
}

/** The sums of some use. Costs are US dollars, and leave out what is `unpriced` because the price of its Region is unknown. */
export interface UsageSums {
  readonly queries: number;
  readonly tails: number;
  readonly scannedBytes: number;
  readonly tailSeconds: number;
  readonly queryCost: number;
  readonly tailCost: number;
  readonly unpricedBytes: number;
  readonly unpricedSeconds: number;
}

export interface UsagePart {
  readonly limit: number;
  readonly offset: number;
}

interface SumsRow extends Record<string, unknown> {
  readonly queries: number;
  readonly tails: number;
  readonly scanned: number;
  readonly tail_seconds: number;
  readonly query_cost: number;
  readonly tail_cost: number;
  readonly unpriced_bytes: number;
  readonly unpriced_seconds: number;
}

const SUMS = sql`coalesce(sum(uses) filter (where is_query), 0)::float8 as queries,
  coalesce(sum(uses) filter (where not is_query), 0)::float8 as tails,
  coalesce(sum(scanned_bytes), 0)::float8 as scanned,
  coalesce(sum(seconds) filter (where not is_query), 0)::float8 as tail_seconds,
  coalesce(sum(cost) filter (where is_query), 0)::float8 as query_cost,
  coalesce(sum(cost) filter (where not is_query), 0)::float8 as tail_cost,
  coalesce(sum(scanned_bytes) filter (where is_query and cost is null), 0)::float8 as unpriced_bytes,
  coalesce(sum(seconds) filter (where not is_query and cost is null), 0)::float8 as unpriced_seconds`;

function used({ customerId, userId, from, to }: UsageSpan, prices: readonly UsagePrice[]): SQL {
  const person = userId === null ? sql`` : sql`and u.user_id = ${userId}`;
  return sql`with price as (
    select * from jsonb_to_recordset(${JSON.stringify(prices)}::jsonb) as p(region text, gb float8, minute float8)
  ), used as (
    select u.day, u.connection_id, u.user_id, u.kind = 'query' as is_query, u.uses, u.scanned_bytes, u.seconds,
      case when u.kind = 'query' then u.scanned_bytes / 1e9 * p.gb else u.seconds / 60.0 * p.minute end as cost
    from log_usage_daily u
    left join price p on p.region = u.region
    where u.customer_id = ${customerId} and u.day between ${from}::date and ${to}::date ${person}
  )`;
}

function sumsOf(row: SumsRow): UsageSums {
  return {
    queries: row.queries,
    tails: row.tails,
    scannedBytes: row.scanned,
    tailSeconds: row.tail_seconds,
    queryCost: row.query_cost,
    tailCost: row.tail_cost,
    unpricedBytes: row.unpriced_bytes,
    unpricedSeconds: row.unpriced_seconds,
  };
}

export interface UsageDay extends UsageSums {
  readonly day: string;
}

/** The sums of each day that has any use, oldest first: at most one row for each day of the span. */
export async function usageByDay(tx: Transaction, span: UsageSpan, prices: readonly UsagePrice[]): Promise<readonly UsageDay[]> {
  const { rows } = await tx.execute<SumsRow & { day: string }>(
    sql`${used(span, prices)} select day::text, ${SUMS} from used group by day order by used.day`,
  );
  return rows.map((row) => ({ day: row.day, ...sumsOf(row) }));
}

export interface UsageOfPerson extends UsageSums {
  readonly userId: string;
}

/** A part of the people with any use, the most expensive first, and how many there are. */
export async function usageByPerson(
  tx: Transaction,
  span: UsageSpan,
  prices: readonly UsagePrice[],
  { limit, offset }: UsagePart,
): Promise<{ readonly rows: readonly UsageOfPerson[]; readonly count: number }> {
  const { rows } = await tx.execute<SumsRow & { user_id: string; n: number }>(sql`${used(span, prices)}
    select user_id, ${SUMS}, count(*) over ()::int as n from used group by user_id
    order by coalesce(sum(cost), 0) desc, sum(scanned_bytes) desc, user_id limit ${limit} offset ${offset}`);
  return { rows: rows.map((row) => ({ userId: row.user_id, ...sumsOf(row) })), count: rows[0]?.n ?? 0 };
}

export interface UsageOfConnection extends UsageSums {
  readonly connectionId: string;
  readonly name: string;
  readonly removed: boolean;
  readonly regions: readonly string[];
  /** The bytes above which a query must be confirmed; null without a threshold. */
  readonly thresholdBytes: number | null;
}

/**
 * A part of the connections, the most expensive first, and how many there are: all that were verified once, because a threshold is
 * also set before the first query, and removed ones only with use.
 */
export async function usageByConnection(
  tx: Transaction,
  span: UsageSpan,
  prices: readonly UsagePrice[],
  { limit, offset }: UsagePart,
): Promise<{ readonly rows: readonly UsageOfConnection[]; readonly count: number }> {
  const { rows } = await tx.execute<
    SumsRow & { id: string; name: string; removed: boolean; regions: string[]; threshold: string | null; n: number }
  >(sql`${used(span, prices)}
    select k.id, k.name, k.status = 'removed' as removed, k.regions, t.bytes as threshold, ${SUMS}, count(*) over ()::int as n
    from connections k
    left join used on used.connection_id = k.id
    left join query_thresholds t on (t.customer_id, t.connection_id) = (k.customer_id, k.id)
    where k.customer_id = ${span.customerId}
      and (k.status not in ('draft', 'verifying', 'removed') or used.connection_id is not null)
    group by k.id, k.name, k.status, k.regions, t.bytes
    order by coalesce(sum(cost), 0) desc, coalesce(sum(scanned_bytes), 0) desc, k.status = 'removed', k.name, k.id
    limit ${limit} offset ${offset}`);
  const view = (row: (typeof rows)[number]): UsageOfConnection => ({
    ...{ connectionId: row.id, name: row.name, removed: row.removed, regions: row.regions },
    thresholdBytes: row.threshold === null ? null : Number(row.threshold),
    ...sumsOf(row),
  });
  return { rows: rows.map(view), count: rows[0]?.n ?? 0 };
}
