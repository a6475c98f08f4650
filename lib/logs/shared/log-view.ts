import type { LogAccess } from "#kernel/verification/verdict.ts";

/** The classes of log groups of CloudWatch Logs. Source: CloudWatch Logs API reference, LogGroup, `logGroupClass`. */
export const LOG_CLASSES = ["STANDARD", "INFREQUENT_ACCESS", "ESSENTIALS", "DELIVERY"] as const;
export type LogClass = (typeof LOG_CLASSES)[number];

/** The data of the log screens. Log text, stream names and group names are untrusted: they are shown as text, never as markup. */

export interface LogGroupView {
  readonly name: string;
  readonly storedBytes: number | null;
  readonly retentionDays: number | null;
  /** Null when AWS does not say, or names a class that the portal does not know. */
  readonly logClass: LogClass | null;
}

export interface LogGroupsQuery {
  readonly connectionId: string;
  readonly region: string;
  /** A substring, case-sensitive as in AWS; "" for all log groups in scope. */
  readonly search: string;
  readonly nextToken: string | null;
}

export interface LogGroupsPage {
  readonly groups: readonly LogGroupView[];
  readonly nextToken: string | null;
}

export interface LogStreamView {
  readonly name: string;
  /** When its last event was written, according to AWS, which may be up to an hour late; null without events. */
  readonly lastEventAt: number | null;
}

export interface LogStreamsQuery {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroup: string;
  /** The beginning of the stream name, case-sensitive; "" for the streams with the newest events. */
  readonly prefix: string;
  readonly nextToken: string | null;
}

export interface LogStreamsPage {
  readonly streams: readonly LogStreamView[];
  readonly nextToken: string | null;
}

/** Newest first needs a start in 2024 or later: a range that begins earlier is read oldest first. Source: FilterLogEvents, `startFromHead`. */
export const NEWEST_FIRST_FROM = Date.UTC(2024, 0, 1);

export interface LogSearch {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroup: string;
  /** Milliseconds since 1970, UTC; both inclusive. */
  readonly from: number;
  readonly to: number;
  /** A CloudWatch filter pattern, or "". */
  readonly pattern: string;
  /** Only these streams; omitted = all streams of the log group. */
  readonly streams?: readonly string[] | undefined;
  /** Oldest first. Otherwise newest first, which needs a start in 2024 or later. */
  readonly oldestFirst?: boolean | undefined;
  /** The cursor from the previous call; null for the first call. */
  readonly cursor: string | null;
}

export interface LogEventView {
  readonly id: string;
  readonly at: number;
  readonly ingestedAt: number;
  readonly stream: string;
  readonly message: string;
}

/** The current usage of the AWS quota for one operation, by everyone who reads in the account through the portal. */
export interface LogQuotaView {
  readonly usedPerSecond: number;
  /** The AWS quota; the portal uses half of it and leaves the rest to the customer's own tools. */
  readonly quotaPerSecond: number;
}

/** The parts that one call of the search streams: the rows of each page, the progress after it, and at last the cursor. */
export type LogSearchPart =
  | { readonly kind: "events"; readonly events: readonly LogEventView[] }
  | {
      readonly kind: "progress";
      readonly searchedTo: number;
      readonly pages: number;
      readonly emptyPages: number;
      readonly quota?: LogQuotaView;
      /** The log group has the Infrequent Access class: this is a query, which AWS bills by the bytes scanned. */
      readonly query?: { readonly running: boolean; readonly scannedBytes: number };
    }
  /** The search waits and continues automatically: AWS throttled it, or (`by: "quota"`) the portal keeps within the AWS quota. */
  | { readonly kind: "limited"; readonly continuesInMs: number; readonly by?: "aws" | "quota"; readonly quota?: LogQuotaView }
  | { readonly kind: "end"; readonly cursor: string | null; readonly newestFirst: boolean }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** The connection of the log page. */
export interface LogsView {
  readonly connectionId: string;
  readonly name: string;
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly logGroupPrefix: string;
  /** The log access of the role: AWS Live Tail, which AWS bills to the account owner, only with `tail`. */
  readonly logAccess: LogAccess;
  readonly verifiedAt: number;
}
