import { and, asc, eq } from "drizzle-orm";
import { favouriteLogGroups } from "#db/schema/favourite-log-groups.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** One log group, as one person's favourite. */
export interface FavouriteRow {
  readonly customerId: CustomerId;
  readonly userId: UserId;
  readonly connectionId: ConnectionId;
  readonly region: string;
  readonly logGroup: string;
}

/** One person's favourites in one connection, by name; the database keeps at most 50. */
export async function favouritesOf(
  tx: Transaction,
  { customerId, userId, connectionId }: Pick<FavouriteRow, "customerId" | "userId" | "connectionId">,
): Promise<readonly { readonly region: string; readonly logGroup: string }[]> {
  const t = favouriteLogGroups;
  return tx
    .select({ region: t.region, logGroup: t.logGroup })
    .from(t)
    .where(and(eq(t.customerId, customerId), eq(t.userId, userId), eq(t.connectionId, connectionId)))
    .orderBy(asc(t.region), asc(t.logGroup))
    .limit(50);
}

/** Makes it a favourite; one that is one already stays. Refusals: `too_many_favourites`, `favourite_log_group_of_connection`. */
export async function insertFavourite(tx: Transaction, row: FavouriteRow): Promise<void> {
  await tx.insert(favouriteLogGroups).values(row).onConflictDoNothing();
}

/** It is no favourite from now on. */
export async function deleteFavourite(tx: Transaction, row: FavouriteRow): Promise<void> {
  const t = favouriteLogGroups;
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
