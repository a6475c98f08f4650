import { inTransaction } from "#db/in-transaction.ts";
import { type SavedSearchRow, savedSearchesOf } from "#db/queries/saved-searches.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { SavedSearchView } from "#lib/logs/shared/saved-searches-view.ts";

/** The searches that the customer's people kept, by name. */
export async function savedSearchesOfCustomer(actor: CustomerActor): Promise<readonly SavedSearchView[]> {
  const rows = await inTransaction(actor, (tx) => savedSearchesOf(tx, actor.customerId), { readOnly: true });
  return rows.map((row) => viewOf(row, actor));
}

function viewOf({ id, connectionId, userId, name, search }: SavedSearchRow, actor: CustomerActor): SavedSearchView {
  const texts = Object.entries((search ?? {}) as Record<string, unknown>).filter(
    (word): word is [string, string] => typeof word[1] === "string",
  );
  const words = { region: "", ...Object.fromEntries(texts) };
  return { id, connectionId, name, words, removable: actor.role === "owner" || userId === actor.userId };
}
