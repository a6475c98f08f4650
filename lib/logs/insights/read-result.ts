import { inTransaction } from "#db/in-transaction.ts";
import { findLogQuery, type LogQueryAtAws, type LogQueryRow } from "#db/queries/log-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { groupOfRecord, type LogReader } from "#lib/logs/log-reader.ts";
import { A_PERSON_WAITS, waitOutLimits } from "#lib/logs/quota/read-quota.ts";
import { QUERY_ACCESS_NEEDED } from "./describe-groups.ts";
import { ACCESS_STOPPED, explainNotRead, RESULT_GONE } from "./explain-not-read.ts";
import { type Following, followResult, furtherPage } from "./follow-result.ts";
import type { QueryRecordView, QueryStateView, ResultPart, StoredQueryView } from "./shared/query-view.ts";

interface Named {
  readonly connectionId: ConnectionId;
  /** The portal's ID of the query. */
  readonly queryId: string;
}

type Found = LogQueryAtAws & { readonly awsQueryId: string };

/** A query of the customer that AWS ran. A foreign and an absent one, and one of another connection, are not found. */
async function requireQuery(actor: CustomerActor, { connectionId, queryId }: Named): Promise<Result<Found>> {
  const { customerId } = actor;
  const row = await inTransaction(actor, (tx) => findLogQuery(tx, { customerId, connectionId, id: queryId }), { readOnly: true });
  if (row === undefined || row.awsQueryId === null) return NOT_FOUND;
  return ok({ ...row, awsQueryId: row.awsQueryId });
}

/** The same while AWS has its result. */
async function requireResult(actor: CustomerActor, named: Named): Promise<Result<Found>> {
  const found = await requireQuery(actor, named);
  return found.ok && !found.value.hasResult ? fail("not-found", RESULT_GONE) : found;
}

/** What the permalink of a result shows before rows are read: its text, log groups and range. Also while only its rows have expired. */
export async function findQuery(actor: CustomerActor, named: Named): Promise<Result<StoredQueryView>> {
  const found = await requireQuery(actor, named);
  return found.ok ? ok({ ...viewOf(found.value), hasResult: found.value.hasResult, stoppable: mayStop(actor, found.value) }) : found;
}

const mayStop = (actor: CustomerActor, { userId }: LogQueryRow): boolean => actor.role === "owner" || userId === actor.userId;

export function viewOf(row: LogQueryRow): Omit<StoredQueryView, "hasResult" | "stoppable"> {
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

type Open = (region: string) => Promise<Result<LogReader>>;

export interface ResultToRead extends Named, Following {
  /** For a further page; null for the first one, which also follows a query that still runs. */
  readonly cursor: string | null;
}

/**
 * Opens the result of a query, for anybody of the customer with their own role session: AWS keeps it, the portal doesn't. Nothing
 * is run, and leaving stops nothing.
 * @param open opens the logs of the connection in the Region of the query
 */
export async function readResult(
  actor: CustomerActor,
  open: Open,
  result: ResultToRead,
): Promise<Result<{ readonly reader: LogReader; readonly parts: AsyncGenerator<ResultPart, void> }>> {
  const found = await requireResult(actor, result);
  if (!found.ok) return found;
  const opened = await openInScope(open, found.value);
  if (!opened.ok) return opened;
  const reader = opened.value;
  const { cursor } = result;
  return ok({
    reader,
    parts: cursor === null ? followResult(reader, found.value, result) : furtherPage(reader, found.value, cursor, result),
  });
}

/**
 * Stops a query that another page started. Only its person and owners may. Its row is ended by the page that runs it, or by the
 * worker. A query that has ended already is a success.
 */
export async function stopQuery(actor: CustomerActor, open: Open, named: Named): Promise<Result<null>> {
  const found = await requireResult(actor, named);
  if (!found.ok) return found;
  if (!mayStop(actor, found.value)) return fail("not-allowed", "Only the person who ran this query, or an owner, can stop it.");
  const opened = await openInScope(open, found.value);
  if (!opened.ok) return opened;
  const { region, awsQueryId } = found.value;
  const outcome = await opened.value.logs.stopQuery(region, { queryId: awsQueryId });
  if (outcome.kind === "ok" || outcome.kind === "invalid" || outcome.kind === "not-found") return ok(null);
  return explainNotRead(opened.value, outcome);
}

/**
 * Reads all fields of the event that the `@ptr` of a row points to. A pointer names no query, so the event must be in one of the
 * query's log groups and in its range.
 */
export async function readRecord(
  actor: CustomerActor,
  open: Open,
  { pointer, ...named }: Named & { readonly pointer: string },
  clock: Clock,
): Promise<Result<QueryRecordView>> {
  const found = await requireResult(actor, named);
  if (!found.ok) return found;
  const { region, logGroups, from, to } = found.value;
  const opened = await openInScope(open, found.value);
  if (!opened.ok) return opened;
  const reader = opened.value;
  const outcome = await waitOutLimits(() => reader.logs.logRecord(region, { pointer }), { clock, mostWaits: A_PERSON_WAITS });
  if (outcome.kind !== "ok") return explainNotRead(reader, outcome, NO_EVENT);
  if (!(await reader.stillReadable())) return ACCESS_STOPPED;
  const fields = outcome.value;
  const at = Number(fields["@timestamp"]);
  // StartQuery takes whole seconds, so an event can be up to a second outside the range.
  const isInRange = at >= from.getTime() - 1000 && at <= to.getTime() + 1000;
  if (!logGroups.includes(groupOfRecord(fields)) || !isInRange) return fail("not-found", NO_EVENT);
  return ok({ fields: Object.entries(fields) });
}

const NO_EVENT =
  "AWS no longer has this event: its log group was deleted, or the retention of the log group has passed. Run the query again to see what AWS still has.";

/** The scope of the connection may have become narrower since the query ran. */
async function openInScope(open: Open, row: LogQueryRow): Promise<Result<LogReader>> {
  const reader = await open(row.region);
  if (!reader.ok) return reader;
  if (reader.value.logAccess === "browse") return fail("not-allowed", QUERY_ACCESS_NEEDED);
  return row.logGroups.every((name) => name.startsWith(reader.value.logGroupPrefix)) ? reader : NOT_FOUND;
}
