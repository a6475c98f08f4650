import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { AGED_STATUS } from "#db/queries/verification-age.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";

/** A connection that the palette shows. `status` is as displayed: expired when the last verification is older than 24 hours. */
export interface PaletteConnection {
  readonly id: string;
  readonly name: string;
  readonly accountId: string | null;
  readonly status: ConnectionStatus;
  readonly wasVerified: boolean;
  readonly rotating: boolean;
}

const CONNECTION = sql`k.id, k.name, k.account_id as "accountId", k.verified_at is not null as "wasVerified",
  ${AGED_STATUS} as status,
  exists (select from external_ids e where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state in ('pending', 'retiring')) as rotating`;

/** Whether a text has every word of a list, in any place. */
const hasWords = (text: SQL, words: readonly string[]) =>
  sql`not exists (select from unnest(${sql.param([...words])}::text[]) w where strpos(lower(${text}), w) = 0)`;

/** Names that begin with the first word come first. */
const beginningFirst = (text: SQL, words: readonly string[]) => sql`not starts_with(lower(${text}), ${words[0] ?? ""})`;

/** A customer's connections whose name, account ID or External ID has every word; removed ones are left out. */
export async function paletteConnections(
  tx: Transaction,
  { customerId }: CustomerActor,
  words: readonly string[],
  limit: number,
): Promise<readonly PaletteConnection[]> {
  const searched = sql`k.name || ' ' || coalesce(k.account_id, '') || ' ' || e.value`;
  const { rows } = await tx.execute<Record<string, unknown> & PaletteConnection>(sql`
    select ${CONNECTION} from connections k
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id)
    where k.customer_id = ${customerId} and k.status <> 'removed' and ${hasWords(searched, words)}
    order by ${beginningFirst(sql`k.name`, words)}, lower(k.name), k.id limit ${limit}`);
  return rows;
}

/** These connections of a customer, in any order. */
export async function paletteConnectionsById(
  tx: Transaction,
  { customerId }: CustomerActor,
  ids: readonly string[],
): Promise<readonly PaletteConnection[]> {
  const { rows } = await tx.execute<Record<string, unknown> & PaletteConnection>(sql`
    select ${CONNECTION} from connections k
    where k.customer_id = ${customerId} and k.id = any(${sql.param([...ids])}::uuid[]) and k.status <> 'removed'`);
  return rows;
}

export interface PaletteLogGroup {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly region: string;
  readonly logGroup: string;
}

/** Log groups are looked for in so many of a person's newest queries. */
const MOST_QUERIES = 200;

/**
 * The log groups that the portal knows, without a call to AWS: a person's favorites, those of saved searches and queries, and of their own
 * newest queries.
 */
export async function paletteLogGroups(
  tx: Transaction,
  { customerId, userId }: CustomerActor,
  words: readonly string[],
  limit: number,
): Promise<readonly PaletteLogGroup[]> {
  const { rows } = await tx.execute<Record<string, unknown> & PaletteLogGroup>(sql`
    with known as (
      select connection_id, region, log_group from favorite_log_groups where customer_id = ${customerId} and user_id = ${userId}
      union select connection_id, search->>'region', search->>'group' from saved_searches where customer_id = ${customerId}
      union select connection_id, region, unnest(log_groups) from saved_queries where customer_id = ${customerId}
      union select connection_id, region, unnest(log_groups) from (
        select connection_id, region, log_groups from log_queries where customer_id = ${customerId} and user_id = ${userId}
        order by started_at desc limit ${MOST_QUERIES}) q)
    select k.id as "connectionId", k.name as "connectionName", g.region, g.log_group as "logGroup"
    from known g join connections k on k.customer_id = ${customerId} and k.id = g.connection_id
    where k.status <> 'removed' and g.region = any(k.regions) and ${hasWords(sql`g.log_group || ' ' || k.name`, words)}
      and exists (select from unnest(${sql.param([...words])}::text[]) w where strpos(lower(g.log_group), w) > 0)
    order by length(g.log_group), g.log_group, k.name, g.region limit ${limit}`);
  return rows;
}

export interface PaletteSavedSearch {
  readonly id: string;
  readonly name: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly search: unknown;
}

/** A customer's saved searches that have every word in their name, or those with these IDs. */
export async function paletteSavedSearches(
  tx: Transaction,
  { customerId }: CustomerActor,
  which: { readonly words: readonly string[] } | { readonly ids: readonly string[] },
  limit: number,
): Promise<readonly PaletteSavedSearch[]> {
  const { rows } = await tx.execute<Record<string, unknown> & PaletteSavedSearch>(sql`
    select s.id, s.name, s.connection_id as "connectionId", k.name as "connectionName", s.search
    from saved_searches s join connections k on k.customer_id = s.customer_id and k.id = s.connection_id
    where s.customer_id = ${customerId} and k.status <> 'removed' and ${whichOf(which, sql`s`)}
    order by lower(s.name), s.id limit ${limit}`);
  return rows;
}

export interface PaletteSavedQuery {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  /** Its own connection, or any that is connected; null if there is none. */
  readonly connectionId: string | null;
  readonly region: string | null;
  readonly logGroups: readonly string[];
}

/** The saved queries that the transaction's person sees and that have every word in their name, or those with these IDs. */
export async function paletteSavedQueries(
  tx: Transaction,
  { customerId }: CustomerActor,
  which: { readonly words: readonly string[] } | { readonly ids: readonly string[] },
  limit: number,
): Promise<readonly PaletteSavedQuery[]> {
  const { rows } = await tx.execute<Record<string, unknown> & PaletteSavedQuery>(sql`
    select s.id, s.name, s.folder, s.query_text as text, s.region, s.log_groups as "logGroups", coalesce(
      (select k.id from connections k where k.customer_id = s.customer_id and k.id = s.connection_id and k.status <> 'removed'),
      (select k.id from connections k where k.customer_id = s.customer_id and k.status in ('connected', 'expired')
        order by k.created_at, k.id limit 1)) as "connectionId"
    from saved_queries s where s.customer_id = ${customerId} and ${whichOf(which, sql`s`)}
    order by lower(s.name), s.id limit ${limit}`);
  return rows;
}

function whichOf(which: { readonly words: readonly string[] } | { readonly ids: readonly string[] }, table: SQL) {
  return "ids" in which ? sql`${table}.id = any(${sql.param([...which.ids])}::uuid[])` : hasWords(sql`${table}.name`, which.words);
}

/** Whether the customer is suspended, so that its people can only look. */
export async function paletteSuspended(tx: Transaction, { customerId }: CustomerActor): Promise<boolean> {
  const { rows } = await tx.execute<{ suspended: boolean }>(
    sql`select suspended_at is not null as suspended from customers where id = ${customerId}`,
  );
  return rows[0]?.suspended ?? true;
}
