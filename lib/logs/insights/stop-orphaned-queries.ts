import { inTransaction } from "#db/in-transaction.ts";
import { claimOrphanedQueries, endOrphanedQuery, type OrphanedQuery, pruneQueries, type QueryEnd } from "#db/queries/log-queries.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { type CloudWatchLogs, cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { QueryStatus } from "#lib/aws/logs-insights.ts";
import { sessionPolicy } from "#lib/aws/role-session.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { openConnectionToStop } from "#lib/connections/reading/open-connection-for-read.ts";
import { openRoleSession } from "#lib/logs/sessions/open-role-session.ts";

/** Queries of one turn. A worker takes a turn every five seconds, and the queries of one connection share a role session. */
const MOST_A_TURN = 200;
/** Calls at the same time for one connection. AWS documents no quota for StopQuery. */
const AT_ONCE = 5;

/** What became of a query: `ended` in the database, or `later` when another turn tries again. */
type Fate = "ended" | "later";

/**
 * One turn of stopping queries that have lost their reader: the tab, the browser or the web process died, so no heartbeat came
 * for 23 seconds. The role is assumed as for a read, audited as the worker. Where log access has stopped (quarantine, removal), a
 * query can't be stopped: its row says so, people of the customer see it, and AWS ends the query within 60 minutes. Several
 * workers may do this at once. Returns how many queries were ended.
 */
export async function stopOrphanedQueries(actor: SystemActor, context: AppContext): Promise<number> {
  const claimed = await inTransaction(actor, (tx) => claimOrphanedQueries(tx, MOST_A_TURN));
  const byConnection = Map.groupBy(claimed, ({ customerId, connectionId }) => `${customerId} ${connectionId}`);
  const fates = await Promise.all(
    [...byConnection.values()].map((queries) =>
      stopAllOf(actor, context, queries).catch((error: unknown): readonly Fate[] => {
        log("error", "orphaned queries not stopped", { connection: queries[0]?.connectionId ?? "" }, error);
        return [];
      }),
    ),
  );
  return fates.flat().filter((fate) => fate === "ended").length;
}

/** Deletes queries 30 days after their end, and usage after 13 months. Returns how many rows were deleted. */
export async function pruneOldQueries(actor: SystemActor): Promise<number> {
  const most = 1000;
  return inTransaction(actor, (tx) => pruneQueries(tx, most));
}

async function stopAllOf(actor: SystemActor, context: AppContext, queries: readonly OrphanedQuery[]): Promise<readonly Fate[]> {
  const fates: Fate[] = [];
  const running: OrphanedQuery[] = [];
  for (const query of queries) {
    if (query.awsQueryId === null) fates.push(await end(actor, query, "not-stopped", null));
    else if (query.over) fates.push(await end(actor, query, "timeout", null));
    else running.push(query);
  }
  if (running.length === 0) return fates;
  const opened = await openLogs(actor, context, running);
  if (opened === "later") return [...fates, ...running.map((): Fate => "later")];
  const next = running.values();
  let isLater = false;
  const work = async () => {
    for (const query of next) {
      const fate = opened === "never" ? await end(actor, query, "not-stopped", null) : await stopOne(actor, opened, query);
      fates.push(fate);
      isLater ||= fate === "later";
      // AWS does not answer: the next turn asks again, so that other customers' queries do not wait for this one.
      if (isLater) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return fates;
}

/** The logs of the connection of these queries; `never` if its role must not or can't be used any more. */
async function openLogs(
  actor: SystemActor,
  context: AppContext,
  queries: readonly OrphanedQuery[],
): Promise<CloudWatchLogs | "never" | "later"> {
  for (const query of queries) {
    const { customerId, connectionId } = query;
    const opened = await openConnectionToStop(actor, context, query);
    // Also undefined if this query has ended or its reader came back: then the next one tells.
    if (opened === undefined) continue;
    const policy = sessionPolicy(opened.logAccess, context.env.partition, opened.accountId);
    const answer = await openRoleSession({ ...actor, customerId }, context, { connectionId, opened, policy, purpose: "stop-query" });
    if (answer.kind === "failed") return answer.failed.denied ? "never" : "later";
    return cloudWatchLogs(context.aws, answer.session);
  }
  return "never";
}

const STATES: Readonly<Record<QueryStatus, QueryEnd | undefined>> = {
  scheduled: undefined,
  running: undefined,
  complete: "complete",
  failed: "failed",
  unknown: "failed",
  timeout: "timeout",
  canceled: "orphan-stopped",
};

async function stopOne(actor: SystemActor, logs: CloudWatchLogs, query: OrphanedQuery): Promise<Fate> {
  const ofQuery = { queryId: query.awsQueryId ?? "" };
  const outcome = await logs.stopQuery(query.region, ofQuery);
  if (outcome.kind === "denied") return end(actor, query, "not-stopped", null);
  if (outcome.kind === "not-found") return end(actor, query, "failed", null);
  // `invalid`: the query ended before; AWS says how in its results.
  if (outcome.kind !== "ok" && outcome.kind !== "invalid") return "later";
  const last = await logs.queryResults(query.region, ofQuery);
  const scanned = last.kind === "ok" ? last.value.scannedBytes : null;
  if (outcome.kind === "ok") return end(actor, query, "orphan-stopped", scanned);
  const state = last.kind === "ok" ? STATES[last.value.status] : undefined;
  return state === undefined ? "later" : end(actor, query, state, scanned);
}

async function end(actor: SystemActor, query: OrphanedQuery, state: QueryEnd, scannedBytes: number | null): Promise<Fate> {
  const { customerId, connectionId, id } = query;
  await inTransaction(actor, async (tx) => {
    // False if the reader came back: the row, and the audit, stay as they are.
    if (!(await endOrphanedQuery(tx, query, state, scannedBytes))) return;
    await recordAudit(tx, actor, customerId, "query.ended", {
      query: id,
      connection: connectionId,
      state,
    });
  });
  return "ended";
}
