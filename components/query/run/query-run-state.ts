import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import type { QueryPart, QueryStatistics } from "#lib/logs/insights/shared/query-view.ts";

/** What was asked: the query with its log groups and its range, whose ends are milliseconds, both inclusive. */
export interface AskedQuery {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Rows on the screen, with the query that they belong to. */
export interface QueryResult {
  readonly asked: AskedQuery;
  readonly queryId: string | null;
  readonly table: QueryTable;
  /** Whether the values still change. */
  readonly partial: boolean;
  readonly statistics: QueryStatistics | null;
  readonly elapsedMs: number;
  /** All rows of the result, once AWS has said so; only the first 10,000 are sent. */
  readonly total: number | null;
}

/** How the newest run is going. Its rows are in `result` as soon as there are any. */
export type QueryPhase =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly queryId: string | null;
      readonly scheduled: boolean;
      readonly elapsedMs: number;
      readonly statistics: QueryStatistics | null;
    }
  | {
      readonly kind: "waiting";
      readonly queryId: string | null;
      readonly why: "aws" | "quota" | "concurrency";
      readonly continuesInMs: number;
    }
  | { readonly kind: "complete" }
  | { readonly kind: "ended"; readonly why: "failed" | "timeout" | "stopped" | "time-limit"; readonly message: string }
  | { readonly kind: "syntax-error"; readonly message: string; readonly at: { readonly start: number; readonly end: number } | null }
  | Extract<QueryPart, { kind: "confirm" }>
  | { readonly kind: "failed"; readonly message: string; readonly field: string | null };

export interface QueryRunState {
  readonly phase: QueryPhase;
  readonly asked: AskedQuery | null;
  /** The rows on the screen. They stay until a later query has rows of its own, so that a mistake in a query loses nothing. */
  readonly result: QueryResult | null;
}

export const NOT_RUN: QueryRunState = { phase: { kind: "idle" }, asked: null, result: null };

export type QueryStep =
  | { readonly kind: "begin"; readonly asked: AskedQuery }
  | { readonly kind: "part"; readonly part: QueryPart }
  | { readonly kind: "broken"; readonly message: string }
  | { readonly kind: "stopped" }
  /** The person does not run a query that must be confirmed. */
  | { readonly kind: "dismissed" };

/** Whether a query of this page is in progress. */
export const isActive = ({ phase }: QueryRunState): boolean => phase.kind === "running" || phase.kind === "waiting";

/** Whether the rows on the screen belong to an earlier query than the newest one. */
export const isPrevious = ({ result, asked }: QueryRunState): boolean => result !== null && result.asked !== asked;

export function nextRunState(state: QueryRunState, step: QueryStep): QueryRunState {
  switch (step.kind) {
    case "begin":
      return {
        ...state,
        asked: step.asked,
        phase: { kind: "running", queryId: null, scheduled: true, elapsedMs: 0, statistics: null },
      };
    case "part":
      return afterPart(state, step.part);
    case "broken":
      return isActive(state) ? { ...state, phase: { kind: "failed", message: step.message, field: null } } : state;
    case "stopped":
      return isActive(state) ? { ...state, phase: { kind: "ended", why: "stopped", message: "The query was stopped." } } : state;
    case "dismissed":
      return state.phase.kind === "confirm" ? undone(state) : state;
  }
}

/** As before a query that did not run: its result is the newest one again. */
function undone({ result }: QueryRunState): QueryRunState {
  const isWhole = result !== null && !result.partial && result.statistics !== null;
  return { phase: { kind: isWhole ? "complete" : "idle" }, asked: result?.asked ?? null, result };
}

function afterPart(state: QueryRunState, part: QueryPart): QueryRunState {
  const { asked, phase } = state;
  const queryId = "queryId" in phase ? phase.queryId : null;
  const statistics = phase.kind === "running" ? phase.statistics : null;
  if (asked === null) return state;
  switch (part.kind) {
    case "accepted":
      return { ...state, phase: { kind: "running", queryId: part.queryId, scheduled: true, elapsedMs: 0, statistics: null } };
    case "waiting":
      return { ...state, phase: { ...part, queryId } };
    case "scheduled":
      return { ...state, phase: { kind: "running", queryId, scheduled: true, elapsedMs: part.elapsedMs, statistics } };
    case "progress":
      return { ...state, phase: { kind: "running", queryId, scheduled: false, elapsedMs: part.elapsedMs, statistics: part.statistics } };
    case "rows": {
      const shown = state.result?.asked === asked ? state.result : null;
      const before = part.first === 0 ? [] : (shown?.table.rows.slice(0, part.first) ?? []);
      return {
        ...state,
        result: {
          asked,
          queryId,
          table: { columns: part.columns, rows: before.length === 0 ? part.rows : [...before, ...part.rows] },
          partial: part.partial,
          statistics: shown?.statistics ?? null,
          elapsedMs: shown?.elapsedMs ?? 0,
          total: null,
        },
      };
    }
    case "complete": {
      const shown = state.result?.asked === asked ? state.result : null;
      return {
        ...state,
        phase: { kind: "complete" },
        result: {
          asked,
          queryId: shown?.queryId ?? queryId,
          // A result without rows sends none.
          table: shown?.table ?? { columns: [], rows: [] },
          partial: false,
          statistics: part.statistics,
          elapsedMs: part.elapsedMs,
          total: part.rows,
        },
      };
    }
    case "syntax-error":
      return { ...state, phase: part };
    case "confirm":
      return { ...state, phase: part };
    case "ended":
      return { ...state, phase: { kind: "ended", why: part.why, message: part.message } };
    case "failed":
      return { ...state, phase: { kind: "failed", message: part.message, field: Object.keys(part.fields ?? {})[0] ?? null } };
  }
}
