import { inTransaction } from "#db/in-transaction.ts";
import { listConnections, findNewestDraft as newestDraftOf } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { WORST_FIRST } from "#kernel/verification/connection-status.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import { toConnectionView } from "./to-connection-view.ts";

/** The customer's connections except removed ones: those that need attention first, then by name. */
export async function findConnections(actor: CustomerActor, context: AppContext): Promise<readonly ConnectionView[]> {
  const rows = await inTransaction(actor, (tx) => listConnections(tx, actor.customerId), { readOnly: true });
  const views = rows.map((row) => toConnectionView(context, row));
  return views.toSorted((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name, "en"));
}

/** "Connected, but can't read logs" needs attention before a connection that is only being verified. */
function placeOf(view: ConnectionView): number {
  const place = WORST_FIRST.indexOf(view.status);
  return view.cannotReadLogs ? WORST_FIRST.indexOf("verifying") - 0.5 : place;
}

export type NewestDraft = { readonly kind: "draft"; readonly id: string } | { readonly kind: "none" };

/** The customer's newest connection without a verified role, where `/connections/new` continues. */
export async function findNewestDraft(actor: CustomerActor): Promise<NewestDraft> {
  const id = await inTransaction(actor, (tx) => newestDraftOf(tx, actor.customerId), { readOnly: true });
  return id === undefined ? { kind: "none" } : { kind: "draft", id };
}
