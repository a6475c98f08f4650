import { inTransaction } from "#db/in-transaction.ts";
import { connectionsById } from "#db/queries/connections-read.ts";
import type { KeysetOrder, Place } from "#db/queries/keyset.ts";
import { type OwnFilter, ownConnectionCounts, ownConnectionPage, ownOrder } from "#db/queries/own-connections.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { OwnConnections } from "#lib/connections/shared/own-list.ts";
import { toConnectionView } from "./to-connection-view.ts";

/** The order of the list with this filter. */
export const ownListOrder = ({ customerId }: CustomerActor, filter: OwnFilter): KeysetOrder => ownOrder(customerId, filter);

type Start = { readonly after: Place } | { readonly before: Place } | null;

/**
 * One page of the customer's connections without removed ones, the most urgent status first, then by name; with the numbers of the whole
 * list. `start` is a place in `ownListOrder`; a page has `limit` rows.
 */
export function listOwnConnections(
  actor: CustomerActor,
  context: AppContext,
  filter: OwnFilter,
  start: Start,
  limit: number,
): Promise<OwnConnections & { readonly next: Place | null; readonly previous: Place | null }> {
  return inTransaction(
    actor,
    async (tx) => {
      const order = ownListOrder(actor, filter);
      const page = await ownConnectionPage(tx, order, filter, start, limit);
      const rows = await connectionsById(tx, actor.customerId, page.rows);
      const views = new Map(rows.map((row) => [row.id as string, toConnectionView(context, row)]));
      const counts = await ownConnectionCounts(tx, actor.customerId, filter);
      return { ...page, ...counts, rows: page.rows.flatMap((id) => views.get(id) ?? []) };
    },
    { readOnly: true },
  );
}
