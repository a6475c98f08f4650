import { inTransaction } from "#db/in-transaction.ts";
import { deleteSavedSearch } from "#db/queries/saved-searches.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";

/** Forgets a kept search: whoever kept it may, and an owner may with any. For others it is as if it were not there. */
export async function removeSavedSearch(actor: CustomerActor, id: string): Promise<Result<{ removed: true }>> {
  return inTransaction(actor, async (tx) => {
    const gone = await deleteSavedSearch(tx, actor.customerId, id, actor.role === "owner" ? undefined : actor.userId);
    if (!gone) return fail("not-found", "not found");
    await recordAudit(tx, actor, actor.customerId, "search.removed", { search: id });
    return ok({ removed: true });
  });
}
