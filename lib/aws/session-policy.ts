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

/** These actions have no resource-level permissions. Source: Service Authorization Reference, "Amazon CloudWatch Logs". */
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
 * The session policy of every AssumeRole call that may succeed. It allows only reading logs in that account, even if the
 * role itself has administrator permissions. The role's own policy limits it to certain log groups. The policy has at most
 * 700 characters: STS accepts 2048, and packs policies together with tags.
 */
export function sessionPolicy(access: LogAccess, partition: Partition, accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [allow(ON_EVERYTHING[access], "*"), allow(ON_LOG_GROUPS[access], `arn:${partition}:logs:*:${accountId}:*`)],
  });
}

/** The session policy of a probe that must be denied. If AWS allows the call after all, the session has no permissions. */
export const DENY_EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});
