import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deleteFavorite, favoritesOf, insertFavorite } from "#db/queries/logs.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { FavoriteInput } from "#lib/logs/saved/saved-searches-save.ts";
import type { FavoriteView } from "#lib/logs/shared/saved-searches-view.ts";

/** The person's favorite log groups of a connection. A foreign connection has none. */
export function favoriteLogGroups(actor: CustomerActor, connectionId: ConnectionId): Promise<readonly FavoriteView[]> {
  const { customerId, userId } = actor;
  return inTransaction(actor, (tx) => favoritesOf(tx, { customerId, userId, connectionId }), { readOnly: true });
}

/** Adds or removes a favorite log group of this person. It changes nothing for other people, so no audit row is written. */
export async function setFavorite(
  actor: CustomerActor,
  { favorite, ...group }: FavoriteInput,
): Promise<Result<{ readonly favorite: boolean }>> {
  const { customerId, userId } = actor;
  try {
    await inTransaction(actor, (tx) => (favorite ? insertFavorite : deleteFavorite)(tx, { customerId, userId, ...group }));
    return ok({ favorite });
  } catch (error) {
    const rule = refusalOf(error)?.constraint;
    if (rule === "favorite_log_group_of_connection") return NOT_FOUND;
    if (rule === "too_many_favorites") return fail("limited", "You have reached the limit of 50 favorites. Remove one first.");
    throw error;
  }
}
