/**
 * What the query page gets of a query of CloudWatch Logs Insights. Names and values of fields are untrusted: they are shown as
 * text, never as markup. Times are milliseconds since 1970, UTC.
 */

export interface QueryStatistics {
  /** AWS bills the account owner for these bytes. */
  readonly scannedBytes: number;
  readonly scannedRecords: number;
  readonly matchedRecords: number;
  /** Bytes that AWS did not scan because of a field index. */
  readonly skippedBytes: number;
}

/** What a query will probably scan, as a likely figure between a low and a high one. None of them is a promise. */
export interface QueryEstimate {
  readonly lowBytes: number;
  readonly likelyBytes: number;
  readonly highBytes: number;
  /** How many earlier queries of these log groups the figures rest on; 0: on the stored bytes only. */
  readonly basedOn: number;
  /** US dollars for each GB (1,000,000,000 bytes); null if the portal doesn't know the price of the Region. */
  readonly pricePerGb: number | null;
}

export interface EstimateWithThreshold {
  /** Null if AWS doesn't say how much the log groups store. */
  readonly estimate: QueryEstimate | null;
  /** The likely bytes above which a query of this connection must be confirmed; null if no owner set a threshold. */
  readonly thresholdBytes: number | null;
  /** The end of the range that is probably within the threshold; null if the whole range is, or if no part is offered. */
  readonly cheaper: CheaperRange | null;
}

/** `refused`: why there is no estimate, such as a log group that no longer exists. */
export type EstimateAnswer = EstimateWithThreshold | { readonly refused: string };

/** The last minutes of a range, with their own estimate. */
export interface CheaperRange {
  readonly minutes: number;
  /** Their end in milliseconds: that of the range, or now if that comes first. */
  readonly to: number;
  readonly estimate: QueryEstimate;
}

/** The parts that a running query streams. Every stream ends with `complete`, `syntax-error`, `confirm`, `ended` or `failed`. */
export type QueryPart =
  /** The query is stored, and has this ID in the portal, which its permalink has too. */
  | { readonly kind: "accepted"; readonly queryId: string }
  /** The query waits and continues automatically: AWS throttled it, the portal keeps within AWS's quota, or too many queries run. */
  | { readonly kind: "waiting"; readonly why: "aws" | "quota" | "concurrency"; readonly continuesInMs: number }
  | { readonly kind: "scheduled"; readonly elapsedMs: number }
  | { readonly kind: "progress"; readonly elapsedMs: number; readonly statistics: QueryStatistics }
  /** Rows, of which the first is number `first` of the result. Partial rows replace the partial rows before them. */
  | QueryRowsPart
  | {
      readonly kind: "complete";
      readonly elapsedMs: number;
      readonly statistics: QueryStatistics;
      /** All rows of the result, also those of further pages. */
      readonly rows: number;
      /** For the next page of rows, within an hour; null when all rows were sent. */
      readonly cursor: string | null;
    }
  /** AWS can't read the query. `start` and `end` count its characters; null if AWS names no position. */
  | { readonly kind: "syntax-error"; readonly message: string; readonly at: { readonly start: number; readonly end: number } | null }
  /** Nothing ran: the estimate is above the threshold of the connection, so the query must be sent again with `confirmed`. */
  | {
      readonly kind: "confirm";
      readonly estimate: QueryEstimate | null;
      readonly thresholdBytes: number;
      readonly cheaper: CheaperRange | null;
    }
  /** AWS ended the query without a result, or it was stopped. */
  | {
      readonly kind: "ended";
      readonly why: "failed" | "timeout" | "stopped" | "time-limit";
      readonly message: string;
      readonly statistics: QueryStatistics;
    }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly fields?: Readonly<Record<string, string>> };

export interface QueryRowsPart {
  readonly kind: "rows";
  readonly partial: boolean;
  readonly first: number;
  /** The names of the fields, in AWS's order, `@ptr` included. */
  readonly columns: readonly string[];
  /** One value for each column; null where a row doesn't have the field. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * The parts of the result of a query that was started earlier. AWS keeps it for seven days. A query that still runs is followed to
 * its end. Rows of a further page are numbered from 0 too.
 */
export type ResultPart = Exclude<QueryPart, { readonly kind: "accepted" | "syntax-error" | "confirm" }>;

/** How a query is going or ended. */
export type QueryStateView =
  | "starting"
  | "running"
  | "complete"
  | "failed"
  | "timeout"
  | "canceled"
  | "rejected"
  /** Its page was closed, and the portal stopped it. */
  | "orphan-stopped"
  /** Its page was closed, and the portal could not stop it: AWS ends it within 60 minutes. */
  | "not-stopped";

/** One query of a person's history. */
export interface QueryHistoryView {
  readonly queryId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly state: QueryStateView;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly durationMs: number | null;
  readonly scannedBytes: number;
  readonly scannedRecords: number;
  readonly matchedRecords: number;
  /** US dollars; null if the portal doesn't know the price of the Region. */
  readonly cost: number | null;
  /** The rows of the first page of the result, 10,000 at most; null without a result. */
  readonly resultRows: number | null;
  /** Whether AWS still has the result. */
  readonly hasResult: boolean;
}

/** A page of a person's history, newest first. */
export interface QueryHistoryPage {
  readonly queries: readonly QueryHistoryView[];
  /** For the next page; null when all queries of the last 30 days were sent. */
  readonly cursor: QueryHistoryCursor | null;
}

/** The last query of a page, behind which the next one begins. */
export interface QueryHistoryCursor {
  readonly startedAt: string;
  readonly queryId: string;
}

/** The query that a permalink names: what to show before its rows are read. */
export interface StoredQueryView extends Omit<QueryHistoryView, "connectionName" | "cost" | "resultRows"> {
  /** Whether the person who reads this may stop it while it runs: it is their own, or they are an owner. */
  readonly stoppable: boolean;
}

/** What a link to a result names. A query of another customer or connection is absent, as one that never existed. */
export type OpenedResult =
  /** The address names no result. */
  | { readonly kind: "none" }
  | { readonly kind: "absent" }
  /** The portal still knows the query, but AWS no longer has its result. */
  | { readonly kind: "expired"; readonly query: StoredQueryView }
  | { readonly kind: "kept"; readonly query: StoredQueryView };

/** What a link names for one connection of a query across connections. */
export interface OpenedPart {
  readonly connectionId: string;
  readonly queryId: string;
  readonly result: Exclude<OpenedResult, { readonly kind: "none" }>;
}

/** What a link to the result of a query across connections names. A link that the portal did not make is absent as a whole. */
export type OpenedParts =
  | { readonly kind: "none" }
  | { readonly kind: "absent" }
  | { readonly kind: "parts"; readonly parts: readonly OpenedPart[] };

/** A query that may still run in the customer's account, because the portal could not stop it. */
export interface QueryNoticeView {
  readonly queryId: string;
  readonly region: string;
  /** How many log groups it reads. */
  readonly logGroups: number;
  readonly startedAt: number;
  readonly message: string;
}

/** All fields of one event, in AWS's order. */
export interface QueryRecordView {
  readonly fields: readonly (readonly [field: string, value: string])[];
}

/** A query that a person saved. Its text can have parameters such as `{{service}}`, which are asked for at each run. */
export interface SavedQueryView {
  readonly id: string;
  /** "" for none. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
  /** Whether everybody of the company sees it. */
  readonly shared: boolean;
  /** The log groups that it is meant for, of this connection and Region; null and empty for none. */
  readonly connectionId: string | null;
  readonly region: string | null;
  readonly logGroups: readonly string[];
  /** Counts the changes, beginning with 1: a change names the one that the person saw. */
  readonly revision: number;
  /** Whether the person who reads this may change and remove it. */
  readonly removable: boolean;
  /** Whether the person who reads this saved it: only they can make a shared one private. */
  readonly own: boolean;
}

/** Log groups that a link names and that a query can't read. */
export interface LogGroupsCheck {
  /** Outside the scope of the connection. */
  readonly outside: readonly string[];
  /** In the scope, and AWS doesn't have them any more. */
  readonly missing: readonly string[];
}
