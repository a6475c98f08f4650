import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { AGED_STATUS, IS_FRESH } from "#db/queries/verification-age.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { type ConnectionFilter, connectionConditions } from "./connection-conditions.ts";

/** The few suspended customers, and not all, are joined. */
const OF_ALL = sql`connections k left join (select id, suspended_at from customers where suspended_at is not null) c on c.id = k.customer_id`;

/** Connections with the same values of everything that can be filtered, as displayed. */
export interface ConnectionCount {
  readonly status: ConnectionStatus;
  readonly logAccess: LogAccess;
  readonly templateVersion: number;
  readonly weakness: string;
  /** As in `connection_counts`. */
  readonly ageHours: number;
  /** Null in the counts of the worker, which has those of Regions apart. */
  readonly regions: readonly string[] | null;
  /** Null unless the filter names customers. */
  readonly customerId: string | null;
  readonly connections: number;
}

export interface ConnectionCounts {
  readonly counts: readonly ConnectionCount[];
  /** When the worker counted, or null if the rows were counted now. */
  readonly countedAt: Date | null;
  /** Only this many rows were counted; there are more. */
  readonly cutAt: number | null;
  /** Only connections of the filter's Regions were counted, or, with `countedAt`, are too many to be counted with the other filters. */
  readonly isOfRegions: boolean;
  /** The counts of the worker by Region, if they decided what is counted here; null if they were not read. */
  readonly regions: readonly RegionCount[] | null;
}

/** Up to this many connections are counted when a page is opened; of more, the counts of the worker are shown. */
const MOST_COUNTED = 5_000;
/** Up to this many connections that a search finds are counted. */
const MOST_MATCHES = 1000;

type Counted = Pick<ConnectionFilter, "regions" | "customerIds" | "tags" | "match">;

/**
 * Connections by status, log access, template version, weakness, age and Regions: those of some customers or of a search, or all. All are
 * counted by the worker every minute, unless there are few. Of too many to count with other Regions, only those of the filter's Regions.
 */
export async function staffConnectionCounts(tx: Transaction, filter: Counted): Promise<ConnectionCounts> {
  const isNarrow = filter.customerIds.length > 0 || filter.tags.length > 0 || filter.match !== null;
  const stored = isNarrow ? null : await storedCounts(tx);
  const isLarge = stored !== null && totalOf(stored.counts) > MOST_COUNTED;
  if (isLarge && filter.regions.length === 0) return stored;
  const regions = isLarge ? await storedRegionCounts(tx) : null;
  // Too many to be counted here: then looking at thousands of them would say nothing that the worker has not counted.
  if (isLarge && storedOfRegion(regions ?? [], filter.regions) > MOST_COUNTED)
    return { ...stored, cutAt: MOST_COUNTED, isOfRegions: true, regions };
  const live = isLarge ? null : await countNow(tx, { ...filter, regions: [] });
  if (live !== null && (live.cutAt === null || filter.regions.length === 0)) return live;
  return { ...(await countNow(tx, filter)), isOfRegions: true, regions };
}

const totalOf = (counts: readonly Pick<ConnectionCount, "connections">[]) => counts.reduce((sum, { connections }) => sum + connections, 0);

/** How many connections of a Region the worker counted; 0 of several Regions, because a connection can be in more than one. */
function storedOfRegion(counts: readonly RegionCount[], regions: readonly string[]): number {
  return regions.length === 1 ? totalOf(counts.filter(({ region }) => region === regions[0])) : 0;
}

const COUNTED = sql`c.suspended_at, k.customer_id, k.regions, k.status, k.reason, k.verified_at, k.log_access, k.offered_log_access,
  k.offered_template_version`;

async function countNow(tx: Transaction, filter: Counted): Promise<ConnectionCounts> {
  const conditions = connectionConditions({ ...filter, statuses: [], logAccess: [], templates: [], weaknesses: [], ages: [] });
  const most = filter.match === null ? MOST_COUNTED : MOST_MATCHES;
  const customer = filter.customerIds.length === 0 ? sql`null::uuid` : sql`k.customer_id`;
  const parts = conditions.map(
    (where) => sql`(select ${COUNTED} from ${OF_ALL} where k.status <> 'removed' and ${where} limit ${most + 1})`,
  );
  const counts = await tx.execute<CountRow>(sql`
    select d.status, d.log_access, d.template_version, d.weakness, d.age_hours, k.regions, ${customer} as customer_id, count(*)::int as connections
    from (select * from (${sql.join(parts, sql` union all `)}) k limit ${most + 1}) k
    cross join lateral (select
      case when k.suspended_at is not null then 'disabled' else ${AGED_STATUS} end as status,
      coalesce(k.offered_log_access, k.log_access) as log_access, coalesce(k.offered_template_version, 0) as template_version,
      case when k.status = 'quarantined' then coalesce(k.reason, '') else '' end as weakness,
      case when k.verified_at is null then -1 when not ${IS_FRESH} then 24
        else least(14, greatest(0, 2 * floor(extract(epoch from now() - k.verified_at) / 7200))) end::int as age_hours) d
    group by 1, 2, 3, 4, 5, 6, 7`);
  const rows = counts.rows.map(countOf);
  return { counts: rows, countedAt: null, cutAt: totalOf(rows) > most ? most : null, isOfRegions: false, regions: null };
}

interface CountRow extends Record<string, unknown> {
  readonly status: ConnectionStatus;
  readonly log_access: LogAccess;
  readonly template_version: number;
  readonly weakness: string;
  readonly age_hours: number;
  readonly regions?: readonly string[];
  readonly customer_id?: string | null;
  readonly connections: number;
}

const countOf = (row: CountRow): ConnectionCount => ({
  status: row.status,
  logAccess: row.log_access,
  templateVersion: row.template_version,
  weakness: row.weakness,
  ageHours: row.age_hours,
  regions: row.regions ?? null,
  customerId: row.customer_id ?? null,
  connections: row.connections,
});

/** The counts of the worker: a few hundred rows, however many connections there are. */
export async function storedCounts(tx: Transaction): Promise<ConnectionCounts> {
  const { rows } = await tx.execute<CountRow & { counted_at: string }>(
    sql`select status, log_access, template_version, weakness, age_hours, connections, counted_at from connection_counts`,
  );
  const countedAt = rows[0] === undefined ? null : new Date(rows[0].counted_at);
  return { counts: rows.map(countOf), countedAt, cutAt: null, isOfRegions: false, regions: null };
}

/** Connections of a Region with one status, as the worker counted them. */
export interface RegionCount extends Record<string, unknown> {
  readonly region: string;
  readonly status: ConnectionStatus;
  readonly connections: number;
}

/** The counts of the worker by Region: at most 8 rows for each Region that is used. */
export async function storedRegionCounts(tx: Transaction): Promise<readonly RegionCount[]> {
  const { rows } = await tx.execute<RegionCount>(sql`select region, status, connections from connection_region_counts`);
  return rows;
}
