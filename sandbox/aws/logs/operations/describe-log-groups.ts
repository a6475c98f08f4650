import { z } from "zod";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupNamePrefix: z.string().min(1).optional(),
  logGroupNamePattern: z.string().optional(),
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
  logGroupIdentifiers: z.array(z.string()).max(50).optional(),
  limit: z.number().int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/** DescribeLogGroups, in ASCII order. With a pattern (a case-sensitive substring), groups have only ARN, name and creation time. */
export function describeLogGroups(state: SandboxState, call: JsonCall) {
  const {
    logGroupNamePrefix: prefix,
    logGroupNamePattern: pattern,
    logGroupClass,
    logGroupIdentifiers,
    limit,
    nextToken,
  } = parseInput(Input, call.input);
  const place = authorizeLogs(state, call);
  if (prefix !== undefined && pattern !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      400,
    );
  }
  const groups = state.logs
    .listGroups(place)
    .filter((group) => group.logGroupName.startsWith(prefix ?? "") && group.logGroupName.includes(pattern ?? ""))
    .filter((group) => logGroupClass === undefined || group.logGroupClass === logGroupClass)
    .filter(
      (group) => logGroupIdentifiers === undefined || logGroupIdentifiers.some((each) => each === group.logGroupName || each === group.arn),
    );
  const { page, rest } = listPage(groups, limit, nextToken, [prefix, pattern, logGroupClass]);
  return { logGroups: page.map(pattern === undefined ? allFields : basicFields), ...rest };
}

const basicFields = ({ logGroupName, arn, creationTime }: LogGroup) => ({ logGroupName, arn: `${arn}:*`, creationTime });

function allFields(group: LogGroup) {
  return {
    ...basicFields(group),
    logGroupArn: group.arn,
    logGroupClass: group.logGroupClass,
    metricFilterCount: 0,
    storedBytes: storedBytes(group),
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
  };
}

/** An estimate of 120 bytes for each event. The value of AWS is approximate too. */
function storedBytes(group: LogGroup): number {
  return ((group.generated?.count ?? 0) + group.stored.bounds().end) * 120;
}
