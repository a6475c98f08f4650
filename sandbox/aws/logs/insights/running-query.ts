import type { QueryPlan } from "./evaluation/plan-query.ts";
import type { QueryResult, QueryRun } from "./evaluation/query-run.ts";
import type { PlacedEvent } from "./newest-first.ts";
import type { QueryPace } from "./query-pace.ts";

export type QueryStatus = "Scheduled" | "Running" | "Complete" | "Cancelled" | "Failed" | "Timeout";

/** What a caller asked for. `from` and `to` are milliseconds since 1970, both inclusive. */
export interface QueryRequest {
  readonly accountId: string;
  readonly region: string;
  /** The user or the role that asked. */
  readonly principalArn: string;
  readonly queryString: string;
  readonly from: number;
  readonly to: number;
}

/** A query of Logs Insights, its progress and its rows so far. */
export interface RunningQuery extends QueryRequest {
  readonly queryId: string;
  readonly createTime: number;
  readonly groupNames: readonly string[];
  /** Whether it reads a log group of the Infrequent Access class, which has a quota of its own. */
  readonly isInfrequentAccess: boolean;
  pace: QueryPace;
  readonly plan: QueryPlan;
  readonly run: QueryRun;
  /** The events that it has not scanned: the next one, and those after it. */
  next: IteratorResult<PlacedEvent, unknown>;
  readonly events: Iterator<PlacedEvent>;
  status: QueryStatus;
  result: QueryResult;
  /** When it ended; undefined while it is scheduled or runs. */
  endTime: number | undefined;
  /** Resolves when the present work is done. */
  work: Promise<void> | undefined;
  /** The number of scanned events after which the rows so far are made next. */
  nextPartial: number;
}
