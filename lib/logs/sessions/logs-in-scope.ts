import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";

/**
 * The same logs without the groups outside a connection's scope: those are not found, and AWS is not asked. The role may
 * allow more than its owner chose to show here, and whoever reads names a group as they like.
 */
export function logsInScope(logs: CloudWatchLogs, prefix: string): CloudWatchLogs {
  const within =
    <Query extends { readonly logGroup: string }, T>(call: (region: string, query: Query) => Promise<LogsOutcome<T>>) =>
    async (region: string, query: Query): Promise<LogsOutcome<T>> =>
      query.logGroup.startsWith(prefix) ? call(region, query) : { kind: "not-found" };
  return {
    describeLogGroups: logs.describeLogGroups,
    describeLogStreams: within(logs.describeLogStreams),
    filterLogEvents: within(logs.filterLogEvents),
    getLogEvents: within(logs.getLogEvents),
    startQuery: within(logs.startQuery),
    // A query's id never comes from a browser: it stands for a query that was started here, in scope.
    queryState: logs.queryState,
    stopQuery: logs.stopQuery,
  };
}

/** The same for AWS's Live Tail: all of its log groups are in scope, or none is followed. */
export function liveTailInScope(follow: LogReader["liveTail"], prefix: string): LogReader["liveTail"] {
  return async (region, query) =>
    query.logGroups.every((name) => name.startsWith(prefix)) ? follow(region, query) : { kind: "not-found" };
}
