import { inTransaction } from "#db/in-transaction.ts";
import { findNewestDraft as newestDraftOf } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";

export type NewestDraft = { readonly kind: "draft"; readonly id: string } | { readonly kind: "none" };

/** The customer's newest connection that has no proven role yet: where `/connections/new` goes on. */
export async function findNewestDraft(actor: CustomerActor): Promise<NewestDraft> {
  const id = await inTransaction(actor, (tx) => newestDraftOf(tx, actor.customerId), { readOnly: true });
  return id === undefined ? { kind: "none" } : { kind: "draft", id };
}
