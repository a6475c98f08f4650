import type { Partition } from "#kernel/partition.ts";
import type { LogAccess } from "#kernel/verdict.ts";

const BROWSE = ["DescribeLogStreams", "FilterLogEvents", "GetLogEvents"];
const QUERY = ["StartQuery", "GetQueryResults", "GetLogRecord", "GetLogGroupFields"];
const DISCOVER = ["DescribeLogGroups", "ListLogGroups"];

const ON_LOG_GROUPS: Readonly<Record<LogAccess, readonly string[]>> = {
  browse: BROWSE,
  query: [...BROWSE, ...QUERY],
  tail: [...BROWSE, ...QUERY, "StartLiveTail"],
};

/** These have no resource-level permissions. Source: service authorization reference, Amazon CloudWatch Logs. */
const ON_EVERYTHING: Readonly<Record<LogAccess, readonly string[]>> = {
  browse: DISCOVER,
  query: [...DISCOVER, "StopQuery"],
  tail: [...DISCOVER, "StopQuery"],
};

const allow = (actions: readonly string[], resource: string) => ({
  Effect: "Allow",
  Action: actions.map((action) => `logs:${action}`),
  Resource: resource,
});

/**
 * The ceiling that goes with every AssumeRole that may succeed: reads of logs in that account and nothing else, even
 * when the role itself is an administrator. The role's own policy narrows the groups. At most 700 characters (STS takes
 * 2048, and packs it together with tags).
 */
export function sessionPolicy(access: LogAccess, partition: Partition, accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [allow(ON_EVERYTHING[access], "*"), allow(ON_LOG_GROUPS[access], `arn:${partition}:logs:*:${accountId}:*`)],
  });
}

/** What a probe that must be refused carries: if it is granted by accident, the session may do nothing at all. */
export const DENY_EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});
