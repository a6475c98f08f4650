import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { logQueriesOf } from "#db/queries/log-queries.ts";
import { deleteSavedQuery, insertSavedQuery, type SavedQueryRow, savedQueriesOf } from "#db/queries/saved-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { viewOf as storedViewOf } from "./read-result.ts";
import { refuseQueryText } from "./refuse-text.ts";
import type { SaveQueryInput } from "./shared/query-inputs.ts";
import { costOf } from "./shared/query-prices.ts";
import type { QueryHistoryView, SavedQueryView } from "./shared/query-view.ts";

/** The newest queries of a person that the history shows. */
const MOST_IN_HISTORY = 200;
const RESULT_KEPT_MS = 7 * 86_400_000;

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
    return ok({ id, folder, name, text, shared, connectionId, region, logGroups, removable: true });
  } catch (error) {
    return saveRefusal(error);
  }
}

function saveRefusal(error: unknown): Failure {
  const named = "A query with that name is already in this folder. Choose another name.";
  switch (refusalOf(error)?.constraint) {
    case "saved_query_named_once":
    case "saved_own_query_named_once":
      return fail("invalid", named, { fields: { name: named } });
    case "too_many_saved_queries":
      return fail("limited", "Your company has reached the limit of 500 saved queries. Remove one first.");
    case "saved_query_of_connection":
      return fail("not-found", "not found");
    default:
      throw error;
  }
}

/** The shared queries of the customer and the person's own ones, by folder and name. */
export async function savedQueriesFor(actor: CustomerActor): Promise<readonly SavedQueryView[]> {
  const rows = await inTransaction(actor, (tx) => savedQueriesOf(tx, actor.customerId), { readOnly: true });
  return rows.map((row) => viewOf(row, actor));
}

function viewOf({ userId, ...row }: SavedQueryRow, actor: CustomerActor): SavedQueryView {
  return { ...row, removable: actor.role === "owner" || userId === actor.userId };
}

/** Removes a saved query: its author may, and an owner may remove any shared one. For other people it is not found. */
export async function removeSavedQuery(actor: CustomerActor, id: string): Promise<Result<{ removed: true }>> {
  return inTransaction(actor, async (tx) => {
    const gone = await deleteSavedQuery(tx, actor.customerId, id, actor.role === "owner" ? undefined : actor.userId);
    if (!gone) return fail("not-found", "not found");
    await recordAudit(tx, actor, actor.customerId, "query.removed", { query: id });
    return ok({ removed: true });
  });
}

/** The person's own queries of the last 30 days, newest first. Nobody else sees them as a list. */
export async function queryHistory(actor: CustomerActor, now: Date): Promise<readonly QueryHistoryView[]> {
  const { customerId, userId } = actor;
  const rows = await inTransaction(actor, (tx) => logQueriesOf(tx, { customerId, userId, limit: MOST_IN_HISTORY }), { readOnly: true });
  return rows.map((row) => ({
    ...storedViewOf(row),
    cost: costOf(row.region, row.scannedBytes),
    hasResult: row.awsQueryId !== null && now.getTime() - row.startedAt.getTime() < RESULT_KEPT_MS,
  }));
}
