import { createHash } from "node:crypto";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { LogsInput } from "#sandbox/aws/logs/operations/logs-input.ts";
import { listPage } from "#sandbox/aws/logs/operations/page-token.ts";
import { authorizeLogs, invalidParameter, nameInIdentifier } from "#sandbox/aws/logs/operations/read-request.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { planQuery, type QueryPlan } from "./evaluation/plan-query.ts";
import { parseQuery } from "./language/parse-query.ts";
import { QuerySyntaxError } from "./language/query-error.ts";
import type { QueryRequest, RunningQuery } from "./running-query.ts";

/** Source of the numbers: StartQuery, GetQueryResults, and CloudWatch Logs quotas ("Query concurrency"). */
const MAX_GROUPS = 50;
const MAX_CONCURRENT = 100;
const MAX_CONCURRENT_INFREQUENT_ACCESS = 5;
const MAX_PAGE = 10_000;
const TOKEN_MS = 3_600_000;

/** StartQuery: groups by name or ARN, times in seconds since 1970. */
export async function startQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { startTime = 0, endTime = 0, queryString = "", queryLanguage = "CWLI" } = input;
  if (queryLanguage !== "CWLI") throw invalidParameter(`The sandbox does not support the query language ${queryLanguage}.`);
  const names = namesOf(call, input);
  if (startTime > endTime) throw invalidParameter("End time should not be before start time.");
  const place = { accountId: call.caller.accountId, region: call.region };
  const { principalArn } = call.caller;
  const request = { ...place, principalArn, queryString, from: startTime * 1000, to: endTime * 1000 + 999 };
  const classes = state.logs.listGroups(place).filter(({ logGroupName }) => names.includes(logGroupName));
  const isInfrequentAccess = classes.some(({ logGroupClass }) => logGroupClass === "INFREQUENT_ACCESS");
  const plan = planOf(call, request, { limit: input.limit, isInfrequentAccess });
  const groups = names.map((name) => queriedGroup(state, call, name));
  await limitConcurrency(state, call, groups);
  return { queryId: state.queries.start(request, groups, plan) };
}

/** @throws AwsError MalformedQueryException, with the place of the error in `queryCompileError` */
function planOf(
  call: JsonCall,
  { queryString, from, to }: QueryRequest,
  { limit, isInfrequentAccess }: { readonly limit: number | undefined; readonly isInfrequentAccess: boolean },
): QueryPlan {
  try {
    return planQuery(queryString, parseQuery(queryString, { isInfrequentAccess }), { now: call.now.getTime(), from, to }, limit);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    const location = { startCharOffset: error.location.start, endCharOffset: error.location.end };
    const details = { queryCompileError: { location, message: error.message } };
    throw new AwsError("MalformedQueryException", `${error.message} (${causeOf(call, "MalformedQueryException")})`, 400, details);
  }
}

/** Errors of queries have the text of a service behind CloudWatch Logs. Source: https://github.com/boto/boto3/issues/3450 */
function causeOf(call: JsonCall, code: string): string {
  return `Service: AWSLogs; Status Code: 400; Error Code: ${code}; Request ID: ${call.requestId}; Proxy: null`;
}

/** Source of the text: https://github.com/cloud-carbon-footprint/cloud-carbon-footprint/issues/261 */
async function limitConcurrency(state: SandboxState, call: JsonCall, groups: readonly LogGroup[]): Promise<void> {
  const all = await state.queries.list({ accountId: call.caller.accountId, region: call.region });
  const running = all.filter(({ endTime }) => endTime === undefined);
  const isInfrequentAccess = groups.some(({ logGroupClass }) => logGroupClass === "INFREQUENT_ACCESS");
  const reached =
    running.length >= MAX_CONCURRENT
      ? MAX_CONCURRENT
      : isInfrequentAccess && running.filter((query) => query.isInfrequentAccess).length >= MAX_CONCURRENT_INFREQUENT_ACCESS
        ? MAX_CONCURRENT_INFREQUENT_ACCESS
        : undefined;
  if (reached === undefined) return;
  const text = `Account maximum query concurrency limit of [${reached}] reached. (${causeOf(call, "LimitExceededException")})`;
  throw new AwsError("LimitExceededException", text, 400);
}

/** The names of the queried groups. They are in one of three parameters. */
function namesOf(call: JsonCall, { logGroupName, logGroupNames, logGroupIdentifiers }: LogsInput): readonly string[] {
  const [named, ...others] = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (given) => given !== undefined,
  );
  if (named === undefined || named.length === 0) throw invalidParameter("At least one log group must be given.");
  if (others.length > 0) throw invalidParameter("LogGroupName, LogGroupNames and LogGroupIdentifiers are mutually exclusive parameters.");
  if (named.length > MAX_GROUPS) throw invalidParameter(`A query can have no more than ${MAX_GROUPS} log groups.`);
  return [...new Set(named.map((identifier) => nameInIdentifier(call, identifier)))];
}

/** A group that exists and whose events a query can read. AWS does not document the error for the class DELIVERY. */
function queriedGroup(state: SandboxState, call: JsonCall, name: string): LogGroup {
  const place = authorizeLogs(state, call, name);
  const group = state.logs.listGroups(place).find((each) => each.logGroupName === name);
  if (group === undefined) {
    const text = `Log group '${name}' does not exist for account ID '${place.accountId}' (${causeOf(call, "ResourceNotFoundException")})`;
    throw new AwsError("ResourceNotFoundException", text, 400);
  }
  if (group.logGroupClass === "DELIVERY") throw invalidParameter(`Log group '${name}' of the class DELIVERY cannot be queried.`);
  return group;
}

/**
 * GetQueryResults: the rows so far. The caller needs the permission on each queried group. Pages have a token only when the query has ended,
 * because until then its rows can change; AWS does not say so.
 */
export async function getQueryResults(state: SandboxState, call: JsonCall, input: LogsInput) {
  const query = await requireQuery(state, call, input);
  for (const name of query.groupNames) authorizeLogs(state, call, name);
  const { status, run, groupNames, result } = query;
  const from = input.nextToken === undefined ? 0 : readToken(call, query, input.nextToken);
  // AWS's model allows 0 items and does not say what that means: here the largest page.
  const to = from + (input.maxItems || MAX_PAGE);
  const { recordsScanned, recordsMatched, bytesScanned } = run;
  const statistics = { recordsScanned, recordsMatched, bytesScanned, estimatedBytesSkipped: 0, estimatedRecordsSkipped: 0 };
  const hasMore = query.endTime !== undefined && to < result.rows.length;
  return {
    queryLanguage: "CWLI",
    status,
    results: result.rows
      .slice(from, to)
      .map((row) => row.flatMap((value, n) => (value === undefined ? [] : [{ field: result.columns[n], value }]))),
    statistics: { ...statistics, logGroupsScanned: groupNames.length, resultCount: result.rows.length },
    ...(hasMore ? { nextToken: tokenOf(call, query, to) } : {}),
  };
}

/** A token that is valid for one query and one hour. */
function tokenOf(call: JsonCall, { queryId }: RunningQuery, from: number, at = call.now.getTime()): string {
  const digest = createHash("sha256").update(`${queryId}/${from}/${at}`).digest("hex").slice(0, 12);
  return Buffer.from(`${from}/${at}/${digest}`).toString("base64url");
}

function readToken(call: JsonCall, query: RunningQuery, token: string): number {
  const [from, at] = Buffer.from(token, "base64url").toString().split("/").map(Number);
  const isValid = from !== undefined && at !== undefined && tokenOf(call, query, from, at) === token;
  if (!isValid) throw invalidParameter("The specified nextToken is invalid.");
  if (call.now.getTime() - at > TOKEN_MS) throw invalidParameter("The specified nextToken has expired.");
  return from;
}

/** StopQuery: fails when the query has already ended, as in AWS. */
export async function stopQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  authorizeLogs(state, call);
  const query = await requireQuery(state, call, input);
  if (query.endTime !== undefined) throw invalidParameter(`Query (${query.queryId}) is not in Scheduled or Running state.`);
  state.queries.end(query, "Cancelled");
  return { success: true };
}

async function requireQuery(state: SandboxState, call: JsonCall, { queryId = "" }: LogsInput): Promise<RunningQuery> {
  const query = await state.queries.find(call.caller.accountId, queryId);
  if (query === undefined) throw new AwsError("ResourceNotFoundException", `Query ${queryId} does not exist.`, 400);
  return query;
}

/**
 * DescribeQueries, newest first. The text of a query begins with its groups and its times. The newest versions of the API also have the
 * duration, the scanned bytes and the caller; the recorded answers have not.
 */
export async function describeQueries(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupName, status, maxResults: limit = 1000, nextToken, queryLanguage } = input;
  const found = (await state.queries.list(authorizeLogs(state, call, logGroupName)))
    .filter((query) => logGroupName === undefined || query.groupNames.includes(logGroupName))
    .filter((query) => status === undefined || query.status === status)
    .filter(() => queryLanguage === undefined || queryLanguage === "CWLI");
  const { page, rest } = listPage(found, { limit, nextToken, boundTo: [logGroupName, status, queryLanguage] });
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
export async function listLogGroupsForQuery(state: SandboxState, call: JsonCall, input: LogsInput) {
  authorizeLogs(state, call);
  const { queryId, groupNames } = await requireQuery(state, call, input);
  const { page, rest } = listPage(groupNames, { limit: input.maxResults ?? 50, nextToken: input.nextToken, boundTo: [queryId] });
  return { logGroupIdentifiers: page, ...rest };
}
