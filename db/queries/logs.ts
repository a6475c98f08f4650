import { and, asc, eq, sql } from "drizzle-orm";
import { oneStatement, type Transaction } from "#db/in-transaction.ts";
import { favoriteLogGroups } from "#db/schema/favorite-log-groups.ts";
import { savedSearches } from "#db/schema/saved-searches.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** Calls are counted by the account of a connection, the region and the name of the API operation. */
export interface LogCalls {
  readonly connectionId: ConnectionId;
  readonly region: string;
  readonly operation: string;
}

export interface LogCallsGiven {
  /** How many calls were acquired; 0 = request them again after `firstMs`. */
  readonly given: number;
  /** Milliseconds until the first call may be sent; negative if it may be sent already. */
  readonly firstMs: number;
  /** Calls of all processes in the last second or in the current one. */
  readonly used: number;
}

/**
 * Acquires calls from the token bucket of a connection's account.
 * @param of.perSecond the rate of the bucket
 * @param of.patienceMs how far ahead calls may be reserved
 * @throws P0002 if the connection does not exist, is another customer's or has no account
 */
export async function takeLogCalls(
  actor: CustomerActor,
  of: LogCalls & { readonly calls: number; readonly perSecond: number; readonly patienceMs: number },
): Promise<LogCallsGiven> {
  const { connectionId, region, operation, calls, perSecond, patienceMs } = of;
  const [row] = await oneStatement<{ given: number; first_ms: number; used: number }>(
    actor,
    "take_log_calls",
    (own) =>
      sql`select t.given, t.first_ms, t.used from ${own}, lateral take_log_calls(own.id, ${connectionId}, ${region}, ${operation}, ${calls}, ${perSecond}, ${patienceMs}) t`,
  );
  if (row === undefined) throw new Error("take_log_calls returned no row");
  return { given: row.given, firstMs: row.first_ms, used: row.used };
}

/** Called after AWS throttled a call: no process acquires calls of this operation in this account and region for `pauseMs`. */
export async function pauseLogCalls(actor: CustomerActor, of: LogCalls & { readonly pauseMs: number }): Promise<void> {
  const { connectionId, region, operation, pauseMs } = of;
  await oneStatement(
    actor,
    "pause_log_calls",
    (own) => sql`select from ${own}, lateral pause_log_calls(own.id, ${connectionId}, ${region}, ${operation}, ${pauseMs})`,
  );
}

/** A log group that is a favorite of one person. */
export interface FavoriteRow {
  readonly customerId: CustomerId;
  readonly userId: UserId;
  readonly connectionId: ConnectionId;
  readonly region: string;
  readonly logGroup: string;
}

/** One person's favorites in one connection, sorted by name; at most 50. */
export async function favoritesOf(
  tx: Transaction,
  { customerId, userId, connectionId }: Pick<FavoriteRow, "customerId" | "userId" | "connectionId">,
): Promise<readonly { readonly region: string; readonly logGroup: string }[]> {
  const t = favoriteLogGroups;
  return tx
    .select({ region: t.region, logGroup: t.logGroup })
    .from(t)
    .where(and(eq(t.customerId, customerId), eq(t.userId, userId), eq(t.connectionId, connectionId)))
    .orderBy(asc(t.region), asc(t.logGroup))
    .limit(50);
}

/** Adds a favorite unless it exists. @throws refusal `too_many_favorites` or `favorite_log_group_of_connection` */
export async function insertFavorite(tx: Transaction, row: FavoriteRow): Promise<void> {
  await tx.insert(favoriteLogGroups).values(row).onConflictDoNothing();
}

/** Removes a favorite, if it exists. */
export async function deleteFavorite(tx: Transaction, row: FavoriteRow): Promise<void> {
  const t = favoriteLogGroups;
  await tx
    .delete(t)
    .where(
      and(
        eq(t.customerId, row.customerId),
        eq(t.userId, row.userId),
        eq(t.connectionId, row.connectionId),
        eq(t.region, row.region),
        eq(t.logGroup, row.logGroup),
      ),
    );
}

export interface SavedSearchRow {
  readonly id: string;
  readonly connectionId: string;
  /** Who saved it; null if they are no longer a member. */
  readonly userId: string | null;
  readonly name: string;
  readonly search: unknown;
}

/** The saved searches of a customer, sorted by name; at most 100. */
export async function savedSearchesOf(tx: Transaction, customerId: CustomerId): Promise<readonly SavedSearchRow[]> {
  const { id, connectionId, userId, name, search } = savedSearches;
  return tx
    .select({ id, connectionId, userId, name, search })
    .from(savedSearches)
    .where(eq(savedSearches.customerId, customerId))
    .orderBy(asc(name), asc(id))
    .limit(100);
}

/** Saves a search; returns its ID. @throws refusal `saved_search_named_once`, `too_many_saved_searches` or `saved_search_of_connection` */
export async function insertSavedSearch(
  tx: Transaction,
  row: {
    readonly customerId: CustomerId;
    readonly connectionId: ConnectionId;
    readonly userId: UserId;
    readonly name: string;
    readonly search: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const { customerId, connectionId, userId, name, search } = row;
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into saved_searches (customer_id, connection_id, user_id, name, search)
    values (${customerId}, ${connectionId}, ${userId}, ${name}, ${JSON.stringify(search)}::jsonb) returning id`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a search was not saved");
  return id;
}

/** Deletes a saved search; with `userId` only if that person saved it. Returns whether it was deleted. */
export async function deleteSavedSearch(tx: Transaction, customerId: CustomerId, id: string, userId?: UserId): Promise<boolean> {
  const own = userId === undefined ? undefined : eq(savedSearches.userId, userId);
  const deleted = await tx
    .delete(savedSearches)
    .where(and(eq(savedSearches.customerId, customerId), eq(savedSearches.id, id), own))
    .returning({ id: savedSearches.id });
  return deleted.length > 0;
}
