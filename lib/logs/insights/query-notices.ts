import { inTransaction } from "#db/in-transaction.ts";
import { queriesNotStopped } from "#db/queries/log-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { QueryNoticeView } from "./shared/query-view.ts";

/** Queries of the last hour that the portal could not stop, for everybody who sees the connection. The text is not part of it. */
export async function queryNotices(actor: CustomerActor, connectionId: ConnectionId): Promise<readonly QueryNoticeView[]> {
  const rows = await inTransaction(actor, (tx) => queriesNotStopped(tx, actor.customerId, connectionId), { readOnly: true });
  return rows.map(({ id, region, logGroups, startedAt }) => ({
    queryId: id,
    region,
    logGroups: logGroups.length,
    startedAt: startedAt.getTime(),
    message:
      "The portal could not stop this query, so it might still be running. AWS ends it within 60 minutes of its start, and bills what it scans until then. To stop it now, use the CloudWatch console.",
  }));
}
