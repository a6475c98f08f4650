import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import {
  deleteSavedQuery,
  findSavedQuery,
  insertSavedQuery,
  type SavedQueryRow,
  savedQueriesOf,
  updateSavedQuery,
} from "#db/queries/saved-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Failure, fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { explainActLimit } from "#lib/audit/explain-act-limit.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { refuseQueryText } from "./refuse-text.ts";
import type { ChangeQueryInput, SaveQueryInput } from "./shared/query-inputs.ts";
import type { SavedQueryView } from "./shared/query-view.ts";

/** Saves a query for the person, or for everybody of the customer. A text that can't run is refused at its field. */
export async function saveQuery(
  actor: CustomerActor,
  { folder, name, text, shared, target }: SaveQueryInput,
): Promise<Result<SavedQueryView>> {
  const refused = refuseQueryText(text);
  if (refused !== undefined) return refused;
  const { customerId, userId } = actor;
  const { connectionId = null, region = null, logGroups = [] } = target ?? {};
  try {
    const id = await inTransaction(actor, async (tx) => {
      const made = await insertSavedQuery(tx, { customerId, userId, shared, folder, name, text, connectionId, region, logGroups });
      await recordAudit(tx, actor, customerId, "query.saved", { query: made, shared: shared ? "yes" : "no" });
      return made;
    });
    return ok({ id, folder, name, text, shared, connectionId, region, logGroups, revision: 1, removable: true, own: true });
  } catch (error) {
    return saveRefusal(error);
  }
}

/**
 * Renames, moves, shares or rewrites a saved query: its author may, and an owner may change any shared one but not make it private.
 * Refused as a conflict when somebody has changed it since the person saw it.
 */
export async function changeSavedQuery(
  actor: CustomerActor,
  { id, revision, folder, name, shared, text }: ChangeQueryInput,
): Promise<Result<SavedQueryView>> {
  const refused = text === undefined ? undefined : refuseQueryText(text);
  if (refused !== undefined) return refused;
  const { customerId } = actor;
  try {
    return await inTransaction(actor, async (tx) => {
      const changed = await updateSavedQuery(tx, { customerId, id, revision }, { shared, folder, name, text });
      if (changed === undefined) return (await findSavedQuery(tx, customerId, id)) === undefined ? NOT_FOUND : CHANGED;
      await recordAudit(tx, actor, customerId, "query.changed", { query: id, shared: shared ? "yes" : "no" });
      return ok(viewOf(changed, actor));
    });
  } catch (error) {
    if (refusalOf(error)?.constraint !== "saved_query_person") return saveRefusal(error);
    if (actor.role !== "owner") return NOT_FOUND;
    const sentence = "Only the person who saved a shared query can make it private. You can remove it.";
    return fail("not-allowed", sentence, { fields: { shared: sentence } });
  }
}

const CHANGED = fail("conflict", "This query was changed after you opened the list. Reload the list, then change it again.");

function saveRefusal(error: unknown): Failure {
  const refusal = refusalOf(error);
  const named = "A query with that name is already in this folder. Choose another name or folder.";
  switch (refusal?.constraint) {
    case "saved_query_named_once":
    case "saved_own_query_named_once":
      return fail("invalid", named, { fields: { name: named } });
    case "too_many_saved_queries":
      return fail("limited", "Your company has reached the limit of 500 saved queries. Remove one first.");
    case "saved_query_of_connection":
      return NOT_FOUND;
    default: {
      const failure = refusal && explainActLimit(refusal);
      if (failure !== undefined) return failure;
      throw error;
    }
  }
}

/** The shared queries of the customer and the person's own ones, by folder and name. */
export async function savedQueriesFor(actor: CustomerActor): Promise<readonly SavedQueryView[]> {
  const rows = await inTransaction(actor, (tx) => savedQueriesOf(tx, actor.customerId), { readOnly: true });
  return rows.map((row) => viewOf(row, actor));
}

function viewOf({ userId, ...row }: SavedQueryRow, actor: CustomerActor): SavedQueryView {
  const own = userId === actor.userId;
  return { ...row, removable: own || actor.role === "owner", own };
}

/** Removes a saved query: its author may, and an owner may remove any shared one. For other people it is not found. */
export async function removeSavedQuery(actor: CustomerActor, id: string): Promise<Result<{ removed: true }>> {
  return inTransaction(actor, async (tx) => {
    const gone = await deleteSavedQuery(tx, actor.customerId, id, actor.role === "owner" ? undefined : actor.userId);
    if (!gone) return NOT_FOUND;
    await recordAudit(tx, actor, actor.customerId, "query.removed", { query: id });
    return ok({ removed: true });
  });
}
