import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { type KeysetOrder, keysetPage, type Place } from "./keyset.ts";
import { IS_FRESH } from "./verification-age.ts";

type OwnSegment = "all" | "attention" | "connected";

export interface OwnFilter {
  readonly segment: OwnSegment;
  /** A part of a name, an account ID or a Region; empty for none. */
  readonly search: string;
  /** The customer is suspended: no connection needs attention or counts as connected. */
  readonly suspended: boolean;
}

const CANNOT_READ_LOGS = sql`coalesce(k.reason, '') like 'cannot-read-logs:%'`;

/** The statuses, most urgent first: each is a range of the index `connections_of_customer`. */
const SEGMENTS: readonly { readonly of: OwnSegment | null; readonly is: SQL }[] = [
  { of: "attention", is: sql`k.status = 'quarantined'` },
  { of: "attention", is: sql`k.status = 'access_denied'` },
  { of: "attention", is: sql`k.status = 'expired'` },
  { of: "attention", is: sql`k.status = 'connected' and not ${IS_FRESH}` },
  { of: "attention", is: sql`k.status = 'connected' and ${IS_FRESH} and ${CANNOT_READ_LOGS}` },
  { of: null, is: sql`k.status = 'verifying'` },
  { of: "connected", is: sql`k.status = 'connected' and ${IS_FRESH} and not ${CANNOT_READ_LOGS}` },
  { of: null, is: sql`k.status = 'disabled'` },
  { of: null, is: sql`k.status = 'draft'` },
];

/** The order of a customer's own list: the most urgent status first, then by name. */
export function ownOrder(customerId: CustomerId, { segment, suspended }: OwnFilter): KeysetOrder {
  const chosen = SEGMENTS.filter(({ of }) => segment === "all" || (of === segment && !suspended));
  return {
    segments: chosen.map(({ is }) => sql`k.customer_id = ${customerId} and ${is}`),
    keys: [
      { expression: sql`lower(k.name) collate "C"`, type: "text" },
      { expression: sql`k.id`, type: "uuid" },
    ],
    descending: false,
  };
}

/** The IDs of one page of a customer's connections without removed ones. */
export function ownConnectionPage(
  tx: Transaction,
  order: KeysetOrder,
  filter: OwnFilter,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const asked = { columns: sql`k.id as connection_id`, from: sql`connections k`, where: matches(filter), order, start, limit };
  return keysetPage(tx, asked, (raw) => String(raw["connection_id"]));
}

function matches({ search }: OwnFilter): SQL {
  if (search === "") return sql`true`;
  const text = search.toLowerCase();
  return sql`(position(${text} in lower(k.name)) > 0 or position(${text} in coalesce(k.account_id, '')) > 0
    or exists (select from unnest(k.regions) r where position(${text} in r) > 0))`;
}

export interface OwnCounts {
  readonly all: number;
  readonly attention: number;
  readonly connected: number;
  readonly quarantined: number;
  /** The first quarantined connection by name. */
  readonly worst: { readonly id: string; readonly name: string } | null;
  /** How many the filter matches. */
  readonly matching: number;
}

/** How many connections a customer has in each segment, whatever is searched, and how many match the filter. */
export async function ownConnectionCounts(tx: Transaction, customerId: CustomerId, filter: OwnFilter): Promise<OwnCounts> {
  const anyOf = (of: OwnSegment) => {
    const parts = SEGMENTS.filter((each) => of === "all" || each.of === of).map(({ is }) => sql`(${is})`);
    return filter.suspended && of !== "all" ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
  };
  const { rows } = await tx.execute<{
    all: number;
    attention: number;
    connected: number;
    quarantined: number;
    matching: number;
    worst: { id: string; name: string } | null;
  }>(sql`
    select count(*)::int as all, count(*) filter (where ${anyOf("attention")})::int as attention,
      count(*) filter (where ${anyOf("connected")})::int as connected, count(*) filter (where k.status = 'quarantined')::int as quarantined,
      count(*) filter (where ${anyOf(filter.segment)} and ${matches(filter)})::int as matching,
      (select jsonb_build_object('id', w.id, 'name', w.name) from connections w where w.customer_id = ${customerId} and w.status = 'quarantined'
        order by lower(w.name) collate "C", w.id limit 1) as worst
    from connections k where k.customer_id = ${customerId} and k.status <> 'removed'`);
  return rows[0] ?? { all: 0, attention: 0, connected: 0, quarantined: 0, matching: 0, worst: null };
}
