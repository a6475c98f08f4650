import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { CountedOperation } from "#lib/aws/logs-quotas.ts";
import type { ReadQuota } from "./read-quota.ts";

interface Query {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The same logs, asked only when the account's quota has a call for it. Where it has none soon the answer is `throttled`
 * without a call; where AWS limits us nonetheless, everybody of ours holds back for the time that it names.
 */
export function logsWithinQuota(logs: CloudWatchLogs, quota: ReadQuota): CloudWatchLogs {
  const within =
    <Q extends Query, T>(operation: CountedOperation, call: (region: string, query: Q) => Promise<LogsOutcome<T>>) =>
    async (region: string, query: Q): Promise<LogsOutcome<T>> => {
      try {
        const admission = await quota.admit(operation, query.signal);
        if (admission.kind === "full") return { kind: "throttled", retryAfterMs: admission.retryAfterMs, by: "quota" };
      } catch (error) {
        if (query.signal?.aborted) return { kind: "stopped" };
        throw error;
      }
      const outcome = await call(region, query);
      if (outcome.kind === "throttled") await quota.pause(operation, outcome.retryAfterMs);
      return outcome;
    };
  return {
    describeLogGroups: within("DescribeLogGroups", logs.describeLogGroups),
    describeLogStreams: within("DescribeLogStreams", logs.describeLogStreams),
    filterLogEvents: within("FilterLogEvents", logs.filterLogEvents),
    getLogEvents: within("GetLogEvents", logs.getLogEvents),
    startQuery: within("StartQuery", logs.startQuery),
    queryState: within("GetQueryResults", logs.queryState),
    // To stop is never held back: a query that runs on is billed.
    stopQuery: logs.stopQuery,
  };
}
