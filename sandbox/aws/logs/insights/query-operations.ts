import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { LogsInput } from "#sandbox/aws/logs/operations/logs-input.ts";
import { listPage } from "#sandbox/aws/logs/operations/page-token.ts";
import { authorizeLogs, invalidParameter, nameInIdentifier } from "#sandbox/aws/logs/operations/read-request.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { parseQuery } from "./parse-query.ts";
import type { RunningQuery } from "./query-store.ts";

const MAX_GROUPS = 50;

/** StartQuery: groups by name or ARN, times in seconds since 1970. */
export function startQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { startTime = 0, endTime = 0, queryString = "" } = input;
  const names = namesOf(call, input);
  if (startTime > endTime) throw invalidParameter("End time should not be before start time.");
  const query = parseQuery(queryString, input.limit);
  const groups = names.map((name) => queriedGroup(state, call, name));
  const place = { accountId: call.caller.accountId, region: call.region };
  const request = { ...place, queryString, from: startTime * 1000, to: endTime * 1000 + 999 };
  return { queryId: state.queries.start(request, groups, query) };
}

/** The names of the queried groups. They are in one of three parameters. */
function namesOf(call: JsonCall, { logGroupName, logGroupNames, logGroupIdentifiers }: LogsInput): readonly string[] {
  const [named, ...others] = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (given) => given !== undefined,
  );
  if (named === undefined || named.length === 0) throw invalidParameter("At least one log group must be given.");
  if (others.length > 0) throw invalidParameter("LogGroupName, LogGroupNames and LogGroupIdentifiers are mutually exclusive parameters.");
  if (named.length > MAX_GROUPS) throw invalidParameter(`A query can have no more than ${MAX_GROUPS} log groups.`);
  return named.map((identifier) => nameInIdentifier(call, identifier));
}

/** The error has the text of a service behind CloudWatch Logs. */
function queriedGroup(state: SandboxState, call: JsonCall, name: string): LogGroup {
  const place = authorizeLogs(state, call, name);
  const group = state.logs.listGroups(place).find((each) => each.logGroupName === name);
  if (group !== undefined) return group;
  const cause = `Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ${call.requestId}; Proxy: null`;
  throw new AwsError("ResourceNotFoundException", `Log group '${name}' does not exist for account ID '${place.accountId}' (${cause})`, 400);
}

/** GetQueryResults: the rows so far. The caller needs the permission on each queried group. */
export function getQueryResults(state: SandboxState, call: JsonCall, input: LogsInput) {
  const query = requireQuery(state, call, input);
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
export function stopQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  authorizeLogs(state, call);
  const query = requireQuery(state, call, input);
  if (query.status !== "Running") throw invalidParameter(`Query (${query.queryId}) is not in Scheduled or Running state.`);
  query.status = "Cancelled";
  return { success: true };
}

function requireQuery(state: SandboxState, call: JsonCall, { queryId = "" }: LogsInput): RunningQuery {
  const query = state.queries.find(call.caller.accountId, queryId);
  if (query === undefined) throw new AwsError("ResourceNotFoundException", `Query ${queryId} does not exist.`, 400);
  return query;
}

/** DescribeQueries, newest first. The text of a query begins with its groups and its times. */
export function describeQueries(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupName, status, maxResults: limit = 1000, nextToken } = input;
  const found = state.queries
    .list(authorizeLogs(state, call, logGroupName))
    .filter((query) => logGroupName === undefined || query.groupNames.includes(logGroupName))
    .filter((query) => status === undefined || query.status === status);
  const { page, rest } = listPage(found, { limit, nextToken, boundTo: [logGroupName, status] });
  return { queries: page.map(descriptionOf), ...rest };
}

function descriptionOf({ queryId, status, createTime, groupNames, from, to, queryString }: RunningQuery) {
  const sources = groupNames.map((name) => JSON.stringify(name)).join(",");
  const text = `SOURCE ${sources} START=${from} END=${to} | ${queryString}`;
  return { queryLanguage: "CWLI", queryId, queryString: text, status, createTime, logGroupName: groupNames[0] };
}

/**
 * ListLogGroupsForQuery: the groups that a query reads. AWS documents the answer as "names and ARNs", without saying when it has which;
 * the sandbox has names, because every group is in the account that asks.
 */
export function listLogGroupsForQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  authorizeLogs(state, call);
  const { queryId, groupNames } = requireQuery(state, call, input);
  const { page, rest } = listPage(groupNames, { limit: input.maxResults ?? 50, nextToken: input.nextToken, boundTo: [queryId] });
  return { logGroupIdentifiers: page, ...rest };
}
