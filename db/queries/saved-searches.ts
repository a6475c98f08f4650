import { and, asc, eq, sql } from "drizzle-orm";
import { insertNamedColumns } from "#db/insert-named-columns.ts";
import { savedSearches } from "#db/schema/saved-searches.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

export interface SavedSearchRow {
  readonly id: string;
  readonly connectionId: string;
  /** Who kept it; null once they are no member any more. */
  readonly userId: string | null;
  readonly name: string;
  readonly search: unknown;
}

/** All that the customer's people kept, by name; the database keeps at most 100. */
export async function savedSearchesOf(tx: Transaction, customerId: CustomerId): Promise<readonly SavedSearchRow[]> {
  const { id, connectionId, userId, name, search } = savedSearches;
  return tx
    .select({ id, connectionId, userId, name, search })
    .from(savedSearches)
    .where(eq(savedSearches.customerId, customerId))
    .orderBy(asc(name), asc(id))
    .limit(100);
}

/** Keeps a search; answers its id. Refusals: `saved_search_named_once`, `too_many_saved_searches`, `saved_search_of_connection`. */
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
  const { rows } = await tx.execute<{ id: string }>(sql`${insertNamedColumns(savedSearches, row)} returning id`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a search was not kept");
  return id;
}

/** Forgets a search; with `userId` only if that person kept it. Answers whether there was one. */
export async function deleteSavedSearch(tx: Transaction, customerId: CustomerId, id: string, userId?: UserId): Promise<boolean> {
  const own = userId === undefined ? undefined : eq(savedSearches.userId, userId);
  const gone = await tx
    .delete(savedSearches)
    .where(and(eq(savedSearches.customerId, customerId), eq(savedSearches.id, id), own))
    .returning({ id: savedSearches.id });
  return gone.length > 0;
}
