import type { LogAccess } from "#kernel/verdict.ts";
import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LiveTailPart, LiveTailQuery } from "#lib/aws/live-tail.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { ReadQuota } from "#lib/logs/quota/read-quota.ts";

/** Log reading of one connection in one region, opened for one person. It holds a role session: it never leaves the server. */
export interface LogReader {
  /** Within the connection's scope and the account's quota. */
  readonly logs: CloudWatchLogs;
  readonly quota: ReadQuota;
  /** AWS's Live Tail of groups in scope, which is billed to their owner; for who has asked whether that is allowed. */
  liveTail(region: string, query: LiveTailQuery): Promise<LogsOutcome<AsyncIterable<LiveTailPart>>>;
  /** What the role allows: queries, which AWS bills to its owner, only from `query` on. */
  readonly tier: LogAccess;
  /** Groups outside this prefix are outside the customer's grant and are not shown. */
  readonly logGroupPrefix: string;
  /** Asks the database again: quarantine, suspension and removal stop a reading that has begun, before its bytes go out. */
  stillReadable(): Promise<boolean>;
  /** Forgets the kept role session, which AWS no longer takes: whoever reads next opens the role anew. */
  dropSession(): void;
}

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
