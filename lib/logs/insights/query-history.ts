import { inTransaction } from "#db/in-transaction.ts";
import { deleteQueryHistory as deleteRows, queryHistoryOf } from "#db/queries/query-history.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { viewOf } from "./read-result.ts";
import type { QueryHistoryInput } from "./shared/query-inputs.ts";
import { costOf } from "./shared/query-prices.ts";
import type { QueryHistoryPage } from "./shared/query-view.ts";

/** The queries of a page of the history. */
export const MOST_IN_A_PAGE = 50;
/** Source: CloudWatch Logs quotas, "Query results retention". */
const RESULT_KEPT_MS = 7 * 86_400_000;

/** The person's own queries of the last 30 days, newest first, in pages. Nobody else sees them as a list. */
export async function findQueryHistory(
  actor: CustomerActor,
  { cursor, find }: QueryHistoryInput,
  clock: Pick<Clock, "now">,
): Promise<Result<QueryHistoryPage>> {
  const { customerId, userId } = actor;
  const behind = cursor && { startedAt: new Date(cursor.startedAt), id: cursor.queryId };
  const of = { customerId, userId, behind, find: find.trim(), limit: MOST_IN_A_PAGE + 1 };
  const rows = await inTransaction(actor, (tx) => queryHistoryOf(tx, of), { readOnly: true });
  const page = rows.slice(0, MOST_IN_A_PAGE);
  const last = rows.length > page.length ? page.at(-1) : undefined;
  const now = clock.now().getTime();
  return ok({
    queries: page.map((row) => ({
      ...viewOf(row),
      connectionName: row.connectionName,
      cost: costOf(row.region, row.scannedBytes),
      resultRows: row.resultRows,
      hasResult: row.awsQueryId !== null && now - row.startedAt.getTime() < RESULT_KEPT_MS,
    })),
    cursor: last === undefined ? null : { startedAt: last.startedAt.toISOString(), queryId: last.id },
  });
}

/** Deletes the person's history. A query that runs stays in it; what queries scanned stays in the usage. */
export async function deleteQueryHistory(actor: CustomerActor): Promise<Result<{ readonly deleted: number }>> {
  return inTransaction(actor, async (tx) => {
    const deleted = await deleteRows(tx, actor.customerId);
    await recordAudit(tx, actor, actor.customerId, "query.history_deleted", { queries: String(deleted) });
    return ok({ deleted });
  });
}
