import type { LogAccess } from "#kernel/verdict.ts";
import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LiveTailPart, LiveTailQuery } from "#lib/aws/live-tail.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { ReadQuota } from "./quota/read-quota.ts";

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
