import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeyColumn, type KeysetOrder, type KeysetSource, keysetPage, type Place } from "#db/queries/keyset.ts";
import { AGED_STATUS, WAITING_SINCE } from "#db/queries/verification-age.ts";
import type { ConnectionStatus, CustomerStatus } from "#kernel/verification/connection-status.ts";
import { WORST_CUSTOMERS_FIRST } from "#kernel/verification/connection-status.ts";
import { type CustomerMatch, startsWith } from "./connection-conditions.ts";
import { hasTag } from "./customer-records.ts";
import { isOneOfIds } from "./one-of-ids.ts";

export type CustomerSort = "worst" | "name" | "verified" | "created";

export interface CustomerFilter {
  readonly statuses: readonly CustomerStatus[];
  /** A customer has one of these. */
  readonly tags: readonly string[];
  readonly match: CustomerMatch | null;
}

/** The connections of a customer with one status as displayed (`expired` when the last verification is older than 24 hours). */
export interface FleetTally {
  readonly status: ConnectionStatus;
  readonly count: number;
  /** The name of the first of them in alphabetical order. */
  readonly name: string;
  /** The oldest last verification among them, in milliseconds since 1970; null if none was ever verified. */
  readonly oldestVerificationAt: number | null;
  /** Since when the one that has waited longest does not work, in milliseconds since 1970; null if nothing is to be done. */
  readonly waitingSince: number | null;
}

export interface ListedCustomer {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly suspendedAt: Date | null;
  readonly tallies: readonly FleetTally[];
}

const ID: KeyColumn = { expression: sql`s.customer_id`, type: "uuid" };
const NAME: KeyColumn = { expression: sql`s.sort_name`, type: "text" };
const KEYS: Readonly<Record<CustomerSort, readonly KeyColumn[]>> = {
  worst: [NAME, ID],
  name: [NAME, ID],
  verified: [{ expression: sql`coalesce(s.oldest_verified_at, '-infinity'::timestamptz)`, type: "time" }, ID],
  // IDs are UUIDs of version 7, whose order is the order of creation.
  created: [ID],
};

/** The order of the list: by the most urgent status (then by name), name, oldest verification, or creation. */
export function customerOrder(sort: CustomerSort, descending: boolean, statuses: readonly CustomerStatus[]): KeysetOrder {
  const places = WORST_CUSTOMERS_FIRST.flatMap((status, n) => (statuses.length === 0 || statuses.includes(status) ? [n] : []));
  if (sort === "worst") {
    const ordered = descending ? places.toReversed() : places;
    return { segments: ordered.map((place) => sql`s.worst = ${place}`), keys: KEYS.worst, descending };
  }
  const where = statuses.length === 0 ? sql`true` : sql`s.worst = any(${sql.param(places)}::int[])`;
  return { segments: [where], keys: KEYS[sort], descending };
}

/**
 * One page of the customers. What the list is sorted and filtered by is up to a minute old (`customer_summaries`); what a row shows is read
 * now, only for the customers of the page.
 */
export async function staffCustomerPage(
  tx: Transaction,
  filter: CustomerFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const page = await keysetPage(tx, { sources: customerSources(filter, order), order, start, limit }, (raw) => String(raw["id"]));
  return { ...page, rows: await staffCustomersById(tx, page.rows) };
}

/** Where the rows of a filter are: each source is a range of an index, and no row is in two. */
export function customerSources(filter: CustomerFilter, { keys }: KeysetOrder): readonly KeysetSource[] {
  return customerConditions(filter).map((where) => ({
    ...{ columns: sql`s.customer_id as id`, from: sql`customer_summaries s`, where },
    keys: keys.map(({ expression }) => expression),
  }));
}

/** The conditions of a filter without its statuses, which are in the order: one for each way in which a search finds rows. */
function customerConditions({ tags, match }: CustomerFilter): readonly SQL[] {
  const tagged = tags.length === 0 ? sql`true` : hasTag(sql`s.customer_id`, tags);
  return (match === null ? [sql`true`] : matchConditions(match)).map((found) => sql`(${found} and ${tagged})`);
}

function matchConditions({ customerIds, nameStart }: CustomerMatch): readonly SQL[] {
  const byId = isOneOfIds(sql`s.customer_id`, customerIds);
  if (nameStart === null) return [byId];
  const named = startsWith(sql`s.sort_name`, nameStart);
  return customerIds.length === 0 ? [named] : [named, sql`(${byId} and not ${named})`];
}

/** These customers with their connections counted by status, in the order of the IDs. Removed connections are left out. */
export async function staffCustomersById(tx: Transaction, ids: readonly string[]): Promise<readonly ListedCustomer[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{
    id: string;
    name: string;
    created_at: string;
    suspended_at: string | null;
    tallies: FleetTally[];
  }>(sql`
    select c.id, c.name, c.created_at, c.suspended_at, t.tallies
    from unnest(${sql.param([...ids])}::uuid[]) with ordinality asked(id, n)
    join customers c on c.id = asked.id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('status', g.status, 'count', g.count, 'name', g.name,
        'oldestVerificationAt', floor(extract(epoch from g.oldest) * 1000), 'waitingSince', floor(extract(epoch from g.waiting) * 1000))), '[]'::jsonb) as tallies
      from (
        select ${AGED_STATUS} as status,
          count(*) as count, min(k.name) as name, min(k.verified_at) as oldest, min(${WAITING_SINCE}) as waiting
        from connections k where k.customer_id = c.id and k.status <> 'removed' group by 1) g) t
    order by asked.n`);
  return rows.map(({ created_at, suspended_at, ...row }) => ({
    ...row,
    createdAt: new Date(created_at),
    suspendedAt: suspended_at === null ? null : new Date(suspended_at),
  }));
}

/** The email addresses of the owners of these customers, the first owner first. A customer without an owner is left out. */
export async function ownersOfCustomers(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await tx.execute<{ customer_id: string; owners: string[] }>(sql`
    select m.customer_id, array_agg(u.email order by m.created_at, m.user_id) as owners
    from memberships m join users u on u.id = m.user_id
    where m.customer_id = any(${sql.param([...ids])}::uuid[]) and m.role = 'owner' group by m.customer_id`);
  return new Map(rows.map(({ customer_id, owners }) => [customer_id, owners]));
}

export interface CustomerCounts {
  readonly byStatus: ReadonlyMap<CustomerStatus, number>;
  /** When the worker counted, or null if the rows were counted now. */
  readonly countedAt: Date | null;
  /** There are more customers than were counted. */
  readonly isCut: boolean;
}

/** Up to this many customers are counted when a page is opened; of more, the counts of the worker are shown. */
const MOST_COUNTED = 10_000;

/** Customers with one of these tags, or all, by their most urgent status. All are counted by the worker every minute, unless there are few. */
export async function staffCustomerCounts(tx: Transaction, tags: readonly string[] = []): Promise<CustomerCounts> {
  if (tags.length > 0) return countNow(tx, hasTag(sql`s.customer_id`, tags));
  const stored = await tx.execute<CountRow>(sql`select worst, customers, counted_at from customer_counts`);
  if (sumOf(stored.rows) > MOST_COUNTED) return { ...countsOf(stored.rows), isCut: false };
  return countNow(tx, sql`true`);
}

async function countNow(tx: Transaction, where: SQL): Promise<CustomerCounts> {
  const now = await tx.execute<CountRow>(sql`
    select worst, count(*)::int as customers, null as counted_at
    from (select worst from customer_summaries s where ${where} limit ${MOST_COUNTED + 1}) s group by worst`);
  return { ...countsOf(now.rows), isCut: sumOf(now.rows) > MOST_COUNTED };
}

interface CountRow extends Record<string, unknown> {
  readonly worst: number;
  readonly customers: number;
  readonly counted_at: string | null;
}

const sumOf = (rows: readonly CountRow[]) => rows.reduce((sum, { customers }) => sum + customers, 0);

function countsOf(rows: readonly CountRow[]): Omit<CustomerCounts, "isCut"> {
  const at = rows[0]?.counted_at ?? null;
  return {
    byStatus: new Map(rows.map(({ worst, customers }) => [WORST_CUSTOMERS_FIRST[worst] ?? "none", customers])),
    countedAt: at === null ? null : new Date(at),
  };
}

/** How many customers a search matches, at most `limit`. */
export async function staffCountCustomers(tx: Transaction, filter: CustomerFilter, limit: number): Promise<number> {
  const order = customerOrder("name", false, filter.statuses);
  const parts = customerSources(filter, order).map(
    ({ from, where }) => sql`(select from ${from} where ${order.segments[0] ?? sql`true`} and ${where} limit ${limit})`,
  );
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from (select from (${sql.join(parts, sql` union all `)}) all_found limit ${limit}) found`,
  );
  return rows[0]?.count ?? 0;
}

/** How many customers the worker counted; 0 before its first count. */
export async function storedCustomerTotal(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ total: number }>(sql`select coalesce(sum(customers), 0)::int as total from customer_counts`);
  return rows[0]?.total ?? 0;
}

/** The IDs of the first customers of a list, at most `limit`. */
export async function staffCustomerIds(
  tx: Transaction,
  filter: CustomerFilter,
  order: KeysetOrder,
  limit: number,
): Promise<readonly string[]> {
  const asked = { sources: customerSources(filter, order), order, start: null, limit };
  return (await keysetPage(tx, asked, (raw) => String(raw["id"]))).rows;
}
