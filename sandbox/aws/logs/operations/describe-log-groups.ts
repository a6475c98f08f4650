import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs, invalidParameter, nameInIdentifier } from "./read-request.ts";

/** The classes that a caller who asks for one of them gets both of. */
const CHEAPER = ["INFREQUENT_ACCESS", "ESSENTIALS"];

/**
 * DescribeLogGroups, in ASCII order. With a pattern (a case-sensitive substring), groups have fewer fields, and a token follows
 * every page that is not empty, also the last one.
 */
export function describeLogGroups(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, logGroupIdentifiers, limit = 50, nextToken } = input;
  const place = authorizeLogs(state, call);
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  if (logGroupIdentifiers !== undefined && (prefix ?? pattern ?? logGroupClass) !== undefined)
    throw invalidParameter("LogGroup identifiers cannot be provided together with a prefix, a pattern or a class.");
  const names = logGroupIdentifiers?.map((each) => nameInIdentifier(call, each));
  const classes = logGroupClass !== undefined && CHEAPER.includes(logGroupClass) ? CHEAPER : [logGroupClass];
  const groups = state.logs
    .listGroups(place)
    .filter((group) => group.logGroupName.startsWith(prefix ?? "") && group.logGroupName.includes(pattern ?? ""))
    .filter((group) => logGroupClass === undefined || classes.includes(group.logGroupClass))
    .filter((group) => names === undefined || names.includes(group.logGroupName));
  const boundTo = [prefix, pattern, logGroupClass, names];
  const { page, rest } = listPage(groups, { limit, nextToken, boundTo, tokenAfterLast: pattern !== undefined });
  return { logGroups: page.map(pattern === undefined ? allFields : basicFields), ...rest };
}

const basicFields = ({ logGroupName, arn, creationTime, logGroupClass }: LogGroup) => ({
  logGroupName,
  arn: `${arn}:*`,
  logGroupArn: arn,
  creationTime,
  logGroupClass,
  metricFilterCount: 0,
});

function allFields(group: LogGroup) {
  const { deletionProtectionEnabled, retentionInDays } = group;
  const retention = retentionInDays === undefined ? {} : { retentionInDays };
  return { ...basicFields(group), storedBytes: storedBytes(group), deletionProtectionEnabled, ...retention };
}

/** An estimate of 120 bytes for each event. The value of AWS is approximate too. */
function storedBytes(group: LogGroup): number {
  return ((group.generated?.count ?? 0) + group.stored.bounds().end) * 120;
}
