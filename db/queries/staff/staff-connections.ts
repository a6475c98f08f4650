import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeyColumn, type KeysetOrder, keysetPage, type Place } from "#db/queries/keyset.ts";
import { WAITING_SINCE, WAITS_FROM } from "#db/queries/verification-age.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import { type ConnectionFilter, connectionConditions, VERIFIED } from "./connection-conditions.ts";

export type ConnectionSort = "status" | "waiting" | "verified" | "created" | "name";

/** What a page displays of a connection: only metadata. */
export interface StaffConnectionRow {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerSuspended: boolean;
  readonly id: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  /** The reason code of its last verification, or null. */
  readonly reason: string | null;
  readonly verificationIsOld: boolean;
  readonly accountId: string | null;
  readonly verifiedAt: Date | null;
  readonly nextCheckAt: Date | null;
}

export interface ListedConnection extends StaffConnectionRow {
  readonly regions: readonly string[];
  readonly logAccess: LogAccess;
  readonly templateVersion: number | null;
  readonly createdAt: Date;
  /** Since when it does not work; null if nothing is to be done. */
  readonly waitingSince: Date | null;
}

const IN_USE = sql`c.suspended_at is null`;
const ID: KeyColumn = { expression: sql`k.id`, type: "uuid" };

/** The rows with each status as displayed, most urgent first: each is a range of the index `connections_by_status`. */
const SEGMENTS: readonly { readonly status: ConnectionStatus; readonly is: SQL }[] = [
  { status: "quarantined", is: sql`k.status = 'quarantined' and ${IN_USE}` },
  { status: "access_denied", is: sql`k.status = 'access_denied' and ${IN_USE}` },
  { status: "expired", is: sql`k.status = 'expired' and ${IN_USE}` },
  { status: "expired", is: sql`k.status = 'connected' and ${VERIFIED} <= now() - interval '24 h' and ${IN_USE}` },
  { status: "verifying", is: sql`k.status = 'verifying' and ${IN_USE}` },
  { status: "connected", is: sql`k.status = 'connected' and ${VERIFIED} > now() - interval '24 h' and ${IN_USE}` },
  { status: "disabled", is: sql`k.status = 'disabled' and ${IN_USE}` },
  { status: "disabled", is: sql`c.suspended_at is not null and k.status <> 'removed'` },
  { status: "draft", is: sql`k.status = 'draft' and ${IN_USE}` },
];

/**
 * The order of the rows sorted by how long they have been waiting, the same in both directions: connections that do not work, those that need no
 * action, and those of suspended customers. Each is a range of the index `connections_by_wait`.
 */
const WAITING_SEGMENTS: readonly SQL[] = [
  sql`${WAITS_FROM} <= now() and ${IN_USE}`,
  sql`${WAITS_FROM} > now() and ${IN_USE}`,
  sql`c.suspended_at is not null`,
];

/** The order of a list: by status (then the oldest verification first), by how long a connection has not worked, last verification, creation, or name. */
export function connectionOrder(sort: ConnectionSort, descending: boolean, statuses: readonly ConnectionStatus[]): KeysetOrder {
  const chosen = SEGMENTS.filter(({ status }) => statuses.length === 0 || statuses.includes(status)).map(({ is }) => is);
  if (sort === "status") {
    return { segments: descending ? chosen.toReversed() : chosen, keys: [{ expression: VERIFIED, type: "time" }, ID], descending };
  }
  const listed = statuses.length === 0 ? sql`k.status <> 'removed'` : sql`(${sql.join(chosen, sql` or `)})`;
  const segments = sort === "waiting" ? WAITING_SEGMENTS.map((is) => sql`${is} and ${listed}`) : [listed];
  const keys: Readonly<Record<Exclude<ConnectionSort, "status">, KeyColumn>> = {
    waiting: { expression: WAITS_FROM, type: "time" },
    verified: { expression: VERIFIED, type: "time" },
    created: { expression: sql`k.created_at`, type: "time" },
    name: { expression: sql`lower(k.name) collate "C"`, type: "text" },
  };
  return { segments, keys: [keys[sort], ID], descending };
}

/** The rows of the list, with their customers. */
const CONNECTIONS = sql`connections k join customers c on c.id = k.customer_id`;

export const CONNECTION_COLUMNS = sql`k.customer_id, c.name as customer_name, c.suspended_at is not null as suspended, k.id, k.name, k.status, k.reason,
  coalesce(k.verified_at <= now() - interval '24 h', false) as old, k.account_id, k.regions,
  coalesce(k.offered_log_access, k.log_access) as log_access, k.offered_template_version as template, k.verified_at, k.next_check_at,
  k.created_at, ${WAITING_SINCE} as waiting_since`;

/** One page of the connections of all customers: only metadata, without removed ones. */
export function staffConnectionPage(
  tx: Transaction,
  filter: ConnectionFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const sources = connectionConditions(filter).map((where) => ({
    ...{ columns: CONNECTION_COLUMNS, from: CONNECTIONS, where },
    keys: order.keys.map(({ expression }) => expression),
  }));
  return keysetPage(tx, { sources, order, start, limit }, (raw): ListedConnection => listedConnection(raw as unknown as ListedRow));
}

/** A connection from a row with `CONNECTION_COLUMNS`. */
export function listedConnection(row: ListedRow): ListedConnection {
  return {
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerSuspended: row.suspended,
    id: row.id,
    name: row.name,
    status: row.status,
    reason: row.reason,
    verificationIsOld: row.old,
    accountId: row.account_id,
    regions: row.regions,
    logAccess: row.log_access,
    templateVersion: row.template,
    verifiedAt: row.verified_at === null ? null : new Date(row.verified_at),
    nextCheckAt: row.next_check_at === null ? null : new Date(row.next_check_at),
    createdAt: new Date(row.created_at),
    waitingSince: row.waiting_since === null ? null : new Date(row.waiting_since),
  };
}

export interface ListedRow {
  readonly customer_id: string;
  readonly customer_name: string;
  readonly suspended: boolean;
  readonly id: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly reason: string | null;
  readonly old: boolean;
  readonly account_id: string | null;
  readonly regions: readonly string[];
  readonly log_access: LogAccess;
  readonly template: number | null;
  readonly verified_at: string | null;
  readonly next_check_at: string | null;
  readonly created_at: string;
  readonly waiting_since: string | null;
}

/** The connections with these IDs, each with its customer and its name, also removed ones. */
export async function staffConnectionsOwned(
  tx: Transaction,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly customerId: string; readonly name: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ id: string; customer_id: string; name: string }>(
    sql`select id, customer_id, name from connections where id = any(${sql.param([...ids])}::uuid[])`,
  );
  return rows.map(({ id, customer_id, name }) => ({ id, customerId: customer_id, name }));
}
