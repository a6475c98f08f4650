import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LiveTailPart, LiveTailQuery } from "#lib/aws/live-tail.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { ReadQuota } from "#lib/logs/quota/read-quota.ts";

/** Reads the logs of one connection in one region for one person. It has the credentials of a role session, so it never leaves the server. */
export interface LogReader {
  /** Within the connection's scope and the account's quota. */
  readonly logs: CloudWatchLogs;
  readonly quota: ReadQuota;
  /** AWS Live Tail of log groups in scope, which AWS bills to the account owner; the caller checks first that the log access allows it. */
  liveTail(region: string, query: LiveTailQuery): Promise<LogsOutcome<AsyncIterable<LiveTailPart>>>;
  /** The log access of the role: `query` and `tail` allow queries, which AWS bills to the account owner; `browse` does not. */
  readonly logAccess: LogAccess;
  /** The scope: log groups without this prefix are not part of the granted access and are not shown. */
  readonly logGroupPrefix: string;
  /** Checks in the database again: quarantine, suspension and removal stop a read in progress before its data is sent. */
  stillReadable(): Promise<boolean>;
  /**
   * Adds a query of the log page that has ended to the usage of the person: AWS bills the bytes that it scanned. Never fails: without the
   * database the usage lacks it.
   */
  recordSearch(use: { readonly scannedBytes: number; readonly seconds: number }): Promise<void>;
  /** Deletes the cached role session, which AWS no longer accepts: the next read assumes the role again. */
  dropSession(): void;
}

/**
 * Limits logs to the scope of a connection: log groups outside it are not found, and AWS is not called. The role may
 * allow more than its owner chose to show here, and a reader can request a log group of any name.
 */
export function logsInScope(logs: CloudWatchLogs, prefix: string): CloudWatchLogs {
  const isInScope = (name: string) => name.startsWith(prefix);
  const within =
    <Query extends { readonly logGroup: string }, T>(call: (region: string, query: Query) => Promise<LogsOutcome<T>>) =>
    async (region: string, query: Query): Promise<LogsOutcome<T>> =>
      isInScope(query.logGroup) ? call(region, query) : { kind: "not-found" };
  return {
    describeLogGroups: logs.describeLogGroups,
    describeLogStreams: within(logs.describeLogStreams),
    filterLogEvents: within(logs.filterLogEvents),
    getLogEvents: within(logs.getLogEvents),
    startQuery: async (region, query) => (query.logGroups.every(isInScope) ? logs.startQuery(region, query) : { kind: "not-found" }),
    // The ID that AWS gave a query never comes from a browser: the portal started that query itself, for log groups in scope.
    queryState: logs.queryState,
    queryResults: logs.queryResults,
    stopQuery: logs.stopQuery,
    logRecord: async (region, query) => {
      const outcome = await logs.logRecord(region, query);
      // A pointer comes from a browser and names no log group, so the answer is checked.
      return outcome.kind === "ok" && !isInScope(groupOfRecord(outcome.value)) ? { kind: "not-found" } : outcome;
    },
  };
}

/** The log group of an event, whose `@log` is `account:name`. A name that no log group has if AWS does not say it. */
export function groupOfRecord(record: Readonly<Record<string, string>>): string {
  return /^[0-9]{12}:(.+)$/.exec(record["@log"] ?? "")?.[1] ?? "\0";
}

/** The same for AWS Live Tail: it starts only when all of its log groups are in scope. */
export function liveTailInScope(follow: LogReader["liveTail"], prefix: string): LogReader["liveTail"] {
  return async (region, query) =>
    query.logGroups.every((name) => name.startsWith(prefix)) ? follow(region, query) : { kind: "not-found" };
}

/** Limits a reader to one person: a read in progress also stops when they are signed out or no longer a member. */
export function whilePresent(reader: LogReader, isPresent: () => Promise<boolean>): LogReader {
  return { ...reader, stillReadable: async () => (await Promise.all([isPresent(), reader.stillReadable()])).every(Boolean) };
}
