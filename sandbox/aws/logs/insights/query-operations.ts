import { z } from "zod";
import { authorizeLogs, groupNameOf, parseInput } from "#sandbox/aws/logs/operations/read-request.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { parseQuery } from "./parse-query.ts";
import { recordOf } from "./record-of.ts";

const QueryId = z.object({ queryId: z.string().min(1).max(256) });
const Start = z.object({
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).min(1).max(50).optional(),
  logGroupIdentifiers: z.array(z.string()).min(1).max(50).optional(),
  /** Seconds since 1970, both inclusive. */
  startTime: z.number().int().min(0),
  endTime: z.number().int().min(0),
  queryString: z.string().max(10_000),
  limit: z.number().int().min(1).max(10_000).optional(),
});
const invalid = (message: string) => new AwsError("InvalidParameterException", message, 400);

/** StartQuery: groups by name or ARN, times in seconds since 1970. */
export function startQuery(state: SandboxState, call: JsonCall) {
  const input = parseInput(Start, call.input);
  const named = [
    ...(input.logGroupName === undefined ? [] : [input.logGroupName]),
    ...(input.logGroupNames ?? []),
    ...(input.logGroupIdentifiers ?? []),
  ];
  if (named.length === 0) throw invalid("At least one log group must be given.");
  if (input.startTime > input.endTime) throw invalid("End time should not be before start time.");
  const query = parseQuery(input.queryString, input.limit);
  const place = { accountId: call.caller.accountId, region: call.region };
  const groups = named.map((each) => {
    const name = groupNameOf(place, undefined, each);
    return state.logs.requireGroup(authorizeLogs(state, call, name), name);
  });
  return { queryId: state.queries.start(place.accountId, groups, input.startTime * 1000, input.endTime * 1000 + 999, query) };
}

/** GetQueryResults: the rows so far. The caller needs the permission on each queried group. */
export function getQueryResults(state: SandboxState, call: JsonCall) {
  const { queryId } = parseInput(QueryId, call.input);
  const query = state.queries.find(call.caller.accountId, queryId);
  if (query === undefined) throw new AwsError("ResourceNotFoundException", `Query ${queryId} does not exist.`, 400);
  for (const name of query.groupNames) authorizeLogs(state, call, name);
  const { status, rows, recordsScanned, recordsMatched, bytesScanned, groupNames } = query;
  const statistics = { recordsScanned, recordsMatched, bytesScanned, estimatedBytesSkipped: 0, estimatedRecordsSkipped: 0 };
  return {
    queryLanguage: "CWLI",
    status,
    results: rows.map((row) => [...row].map(([field, value]) => ({ field, value: String(value) }))),
    statistics: { ...statistics, logGroupsScanned: groupNames.length },
  };
}

/** StopQuery: fails when the query has already ended, as in AWS. */
export function stopQuery(state: SandboxState, call: JsonCall) {
  const { queryId } = parseInput(QueryId, call.input);
  authorizeLogs(state, call);
  const query = state.queries.find(call.caller.accountId, queryId);
  if (query === undefined) throw new AwsError("ResourceNotFoundException", `Query ${queryId} does not exist.`, 400);
  if (query.status !== "Running") throw invalid(`Query (${queryId}) is not in Scheduled or Running state.`);
  query.status = "Cancelled";
  return { success: true };
}

/** GetLogRecord: all fields of the event that the `@ptr` of a row points to. */
export function getLogRecord(state: SandboxState, call: JsonCall) {
  const { logRecordPointer } = parseInput(z.object({ logRecordPointer: z.string() }), call.input);
  const [, eventId = "", name = ""] = /^(\d{56})\/(.+)$/.exec(Buffer.from(logRecordPointer, "base64").toString()) ?? [];
  if (name === "") throw invalid("The specified logRecordPointer is invalid.");
  const group = state.logs.requireGroup(authorizeLogs(state, call, name), name);
  const event = group.find(eventId, call.now.getTime());
  if (event === undefined) throw new AwsError("ResourceNotFoundException", "The specified log record does not exist.", 400);
  const record = recordOf(event, `${call.caller.accountId}:${name}`, logRecordPointer);
  return { logRecord: Object.fromEntries([...record].map(([field, value]) => [field, String(value)])) };
}

/** GetLogGroupFields: the fields of the newest 1000 events, with the percentage of events that have them. */
export function getLogGroupFields(state: SandboxState, call: JsonCall) {
  const input = parseInput(z.object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() }), call.input);
  const place = { accountId: call.caller.accountId, region: call.region };
  const name = groupNameOf(place, input.logGroupName, input.logGroupIdentifier);
  const group = state.logs.requireGroup(authorizeLogs(state, call, name), name);
  const counts = new Map<string, number>();
  let scanned = 0;
  for (const event of group.backward({ time: call.now.getTime() }, call.now.getTime())) {
    if (scanned++ === 1000) break;
    for (const field of recordOf(event, name, "").keys()) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return {
    logGroupFields: [...counts]
      .map(([field, count]) => ({ name: field, percent: Math.round((count / Math.min(scanned, 1000)) * 100) }))
      .slice(0, 1000),
  };
}
