import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";

/** Log reading of one connection in one region, opened for one person. It holds a role session: it never leaves the server. */
export interface LogReader {
  readonly logs: CloudWatchLogs;
  /** Groups outside this prefix are outside the customer's grant and are not shown. */
  readonly logGroupPrefix: string;
  /** Asks the database again: quarantine, suspension and removal stop a reading that has begun, before its bytes go out. */
  stillReadable(): Promise<boolean>;
  /** Forgets the kept role session, which AWS no longer takes: whoever reads next opens the role anew. */
  dropSession(): void;
}
