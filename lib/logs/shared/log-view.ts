import type { LogAccess } from "#kernel/verdict.ts";

/** What the log screens know. Log text, stream and group names are hostile input: they are shown as text, never as markup. */

export interface LogGroupView {
  readonly name: string;
  readonly storedBytes: number | null;
  readonly retentionDays: number | null;
  readonly logClass: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" | null;
}

export interface LogGroupsQuery {
  readonly connectionId: string;
  readonly region: string;
  /** Substring, case-sensitive as AWS does it; "" for all in scope. */
  readonly search: string;
  readonly nextToken: string | null;
}

export interface LogGroupsPage {
  readonly groups: readonly LogGroupView[];
  readonly nextToken: string | null;
}

export interface LogStreamView {
  readonly name: string;
  /** When its last event was written, as AWS knows it, usually within the hour; null for one without events. */
  readonly lastEventAt: number | null;
}

export interface LogStreamsQuery {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroup: string;
  /** What a stream's name begins with, in its case; "" for those last written to. */
  readonly prefix: string;
  readonly nextToken: string | null;
}

export interface LogStreamsPage {
  readonly streams: readonly LogStreamView[];
  readonly nextToken: string | null;
}

/** Newest first needs a start from 2024 on: what begins before is read oldest first. Source: FilterLogEvents, `startFromHead`. */
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
  /** Only these streams; left out = all of the group's. */
  readonly streams?: readonly string[] | undefined;
  /** Oldest first. Newest first, where it is not asked for, needs a start from 2024 on. */
  readonly oldestFirst?: boolean | undefined;
  /** Where the last call stopped; null for the first. */
  readonly cursor: string | null;
}

export interface LogEventView {
  readonly id: string;
  readonly at: number;
  readonly ingestedAt: number;
  readonly stream: string;
  readonly message: string;
}

/** How much of AWS's quota for a kind of read is used just now, by all who read in the account through the portal. */
export interface LogQuotaView {
  readonly usedPerSecond: number;
  /** What AWS allows; the portal takes half of it and leaves the rest to the customer's own tools. */
  readonly quotaPerSecond: number;
}

/** What one call of the search streams: rows as pages come, progress after each, and at last where it stopped. */
export type LogSearchPart =
  | { readonly kind: "events"; readonly events: readonly LogEventView[] }
  | {
      readonly kind: "progress";
      readonly searchedTo: number;
      readonly pages: number;
      readonly emptyPages: number;
      readonly quota?: LogQuotaView;
      /** The group is of the Infrequent Access class: this is a query, which AWS bills by the bytes scanned. */
      readonly query?: { readonly running: boolean; readonly scannedBytes: number };
    }
  /** The search waits and goes on by itself: AWS limits us, or (`by: "quota"`) we keep within AWS's quota ourselves. */
  | { readonly kind: "limited"; readonly continuesInMs: number; readonly by?: "aws" | "quota"; readonly quota?: LogQuotaView }
  | { readonly kind: "end"; readonly cursor: string | null; readonly newestFirst: boolean }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What the page of a connection's logs is about. */
export interface LogsView {
  readonly connectionId: string;
  readonly name: string;
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly logGroupPrefix: string;
  /** What the role allows: AWS's Live Tail, which AWS bills to its owner, only with `tail`. */
  readonly tier: LogAccess;
  readonly provedAt: number;
}
