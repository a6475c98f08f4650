import { inTransaction } from "#db/in-transaction.ts";
import { findLogQuery, type LogQueryRow } from "#db/queries/log-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import { groupOfRecord, type LogReader } from "#lib/logs/log-reader.ts";
import { A_PERSON_WAITS, waitOutLimits } from "#lib/logs/quota/read-quota.ts";
import { QUERY_ACCESS_NEEDED } from "./describe-groups.ts";
import { rowParts, statisticsOf } from "./result-rows.ts";
import type { QueryRecordView, QueryStateView, ResultPart, StoredQueryView } from "./shared/query-view.ts";

const GONE = "AWS no longer has this result. It keeps results for 7 days. Run the query again.";
const STOPPED = "Log access through this connection has stopped. Open the connection to see why.";

interface Named {
  readonly connectionId: ConnectionId;
  /** The portal's ID of the query. */
  readonly queryId: string;
}

/** A query of the customer that AWS ran in the last seven days. A foreign, an absent and an older one are not found. */
async function requireQuery(actor: CustomerActor, { connectionId, queryId }: Named): Promise<Result<LogQueryRow & { awsQueryId: string }>> {
  const { customerId } = actor;
  const row = await inTransaction(actor, (tx) => findLogQuery(tx, { customerId, connectionId, id: queryId }), { readOnly: true });
  if (row === undefined || row.awsQueryId === null) return fail("not-found", "not found");
  return ok({ ...row, awsQueryId: row.awsQueryId });
}

/** What the permalink of a result shows before rows are read: its text, log groups and range. */
export async function findQuery(actor: CustomerActor, named: Named): Promise<Result<StoredQueryView>> {
  const found = await requireQuery(actor, named);
  return found.ok ? ok(viewOf(found.value)) : found;
}

export function viewOf(row: LogQueryRow): StoredQueryView {
  const { id, connectionId, region, logGroups, text, scannedBytes, scannedRecords, matchedRecords } = row;
  return {
    queryId: id,
    ...{ connectionId, region, logGroups, text, scannedBytes, scannedRecords, matchedRecords },
    from: row.from.getTime(),
    to: row.to.getTime(),
    state: row.state as QueryStateView,
    startedAt: row.startedAt.getTime(),
    durationMs: row.endedAt === null ? null : row.endedAt.getTime() - row.startedAt.getTime(),
  };
}

export interface ResultToRead extends Named {
  readonly cursor: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens the stored result of a query, for anybody of the customer with their own role session: AWS keeps it, the portal doesn't.
 * @param open opens the logs of the connection in the Region of the query
 */
export async function readResult(
  actor: CustomerActor,
  open: (region: string) => Promise<Result<LogReader>>,
  result: ResultToRead,
): Promise<Result<{ readonly reader: LogReader; readonly parts: AsyncGenerator<ResultPart, void> }>> {
  const found = await requireQuery(actor, result);
  if (!found.ok) return found;
  const opened = await openInScope(open, found.value);
  return opened.ok ? ok({ reader: opened.value, parts: pageOf(opened.value, found.value, result) }) : opened;
}

async function* pageOf(
  reader: LogReader,
  { region, awsQueryId }: { readonly region: string; readonly awsQueryId: string },
  { cursor, clock, signal }: ResultToRead,
): AsyncGenerator<ResultPart, void> {
  const ask = () => reader.logs.queryResults(region, { queryId: awsQueryId, nextToken: cursor ?? undefined, signal });
  const outcome = await waitOutLimits(ask, { clock, mostWaits: A_PERSON_WAITS, signal });
  if (outcome.kind !== "ok") {
    const { code, message } = notRead(reader, outcome);
    return yield { kind: "failed", code, message };
  }
  if (!(await reader.stillReadable())) return yield { kind: "failed", code: "not-found", message: STOPPED };
  yield* rowParts(outcome.value, 0, false);
  yield { kind: "page", statistics: statisticsOf(outcome.value), rows: outcome.value.rows.length, cursor: outcome.value.nextToken };
}

/**
 * Reads all fields of the event that the `@ptr` of a row points to. A pointer names no query, so the event must be in one of the
 * query's log groups and in its range.
 */
export async function readRecord(
  actor: CustomerActor,
  open: (region: string) => Promise<Result<LogReader>>,
  { pointer, ...named }: Named & { readonly pointer: string },
  clock: Clock,
): Promise<Result<QueryRecordView>> {
  const found = await requireQuery(actor, named);
  if (!found.ok) return found;
  const { region, logGroups, from, to } = found.value;
  const opened = await openInScope(open, found.value);
  if (!opened.ok) return opened;
  const reader = opened.value;
  const outcome = await waitOutLimits(() => reader.logs.logRecord(region, { pointer }), { clock, mostWaits: A_PERSON_WAITS });
  if (outcome.kind !== "ok") return outcome.kind === "invalid" ? fail("not-found", NO_EVENT) : notRead(reader, outcome, NO_EVENT);
  if (!(await reader.stillReadable())) return fail("not-found", STOPPED);
  const fields = outcome.value;
  const at = Number(fields["@timestamp"]);
  // StartQuery takes whole seconds, so an event can be up to a second outside the range.
  const isInRange = at >= from.getTime() - 1000 && at <= to.getTime() + 1000;
  if (!logGroups.includes(groupOfRecord(fields)) || !isInRange) return fail("not-found", NO_EVENT);
  return ok({ fields: Object.entries(fields) });
}

const NO_EVENT = "AWS no longer has this event, or it is not part of this result.";

/** The scope of the connection may have become narrower since the query ran. */
async function openInScope(open: (region: string) => Promise<Result<LogReader>>, row: LogQueryRow): Promise<Result<LogReader>> {
  const reader = await open(row.region);
  if (!reader.ok) return reader;
  if (reader.value.logAccess === "browse") return fail("not-allowed", QUERY_ACCESS_NEEDED);
  return row.logGroups.every((name) => name.startsWith(reader.value.logGroupPrefix)) ? reader : fail("not-found", "not found");
}

function notRead(reader: LogReader, outcome: Exclude<LogsOutcome<unknown>, { kind: "ok" }>, gone = GONE): Failure {
  if (outcome.kind === "our-fault") reader.dropSession();
  return outcome.kind === "not-found" || outcome.kind === "invalid" ? fail("not-found", gone) : explainLogsOutcome(outcome);
}
