import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import type { QueryPart, QueryStatistics } from "#lib/logs/insights/shared/query-view.ts";
import { appendedRows, charactersOf, type MoreRows, moreAfter, NO_MORE, type RowsPage } from "./more-rows.ts";

/** What was asked: the query with its log groups and its range, whose ends are milliseconds, both inclusive. */
export interface AskedQuery {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly from: number;
  readonly to: number;
  /** What AWS runs. */
  readonly text: string;
  /** What the person wrote, if the query has parameters. */
  readonly template?: QueryTemplate;
}

/** A query as it was written, and the values that its parameters had when it ran. */
export interface QueryTemplate {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The text of a query as it was written, with its parameters. */
export const writtenText = ({ text, template }: Pick<AskedQuery, "text" | "template">): string => template?.text ?? text;

/** Rows on the screen, with the query that they belong to. */
export interface QueryResult {
  readonly asked: AskedQuery;
  readonly queryId: string | null;
  readonly table: QueryTable;
  /** Whether the values still change. */
  readonly partial: boolean;
  readonly statistics: QueryStatistics | null;
  readonly elapsedMs: number;
  /** All rows of the result, once AWS has said so. Pages of 10,000 are loaded one after the other. */
  readonly total: number | null;
  readonly more: MoreRows;
}

/** How the newest run is going. Its rows are in `result` as soon as there are any. */
export type QueryPhase =
  | { readonly kind: "idle" }
  /** The result of a query that was started earlier is being read. */
  | { readonly kind: "opening"; readonly queryId: string }
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
  /** Whether the newest run was started by another page, so that leaving this one doesn't stop it. */
  readonly opened: boolean;
  /** The rows on the screen. They stay until a later query has rows of its own, so that a mistake in a query loses nothing. */
  readonly result: QueryResult | null;
}

export const NOT_RUN: QueryRunState = { phase: { kind: "idle" }, asked: null, opened: false, result: null };

export type QueryStep =
  | { readonly kind: "begin"; readonly asked: AskedQuery }
  | { readonly kind: "open"; readonly asked: AskedQuery; readonly queryId: string }
  | { readonly kind: "part"; readonly part: QueryPart }
  | { readonly kind: "broken"; readonly message: string }
  | { readonly kind: "stopped" }
  /** The person does not run a query that must be confirmed. */
  | { readonly kind: "dismissed" }
  /** Rows beyond the first page. `asked` says whose, because another query may have begun since. */
  | { readonly kind: "page"; readonly asked: AskedQuery; readonly page: RowsPage }
  | { readonly kind: "page-cut"; readonly asked: AskedQuery; readonly message: string }
  | { readonly kind: "pages-paused" }
  | { readonly kind: "pages-continued" };

/** Whether a query of this page is in progress. */
export const isActive = ({ phase }: QueryRunState): boolean => phase.kind === "running" || phase.kind === "waiting";

/** The portal's ID of the query whose result is complete on the screen, which a link can name; null otherwise. */
export const completeQueryId = ({ phase, result }: QueryRunState): string | null =>
  phase.kind === "complete" ? (result?.queryId ?? null) : null;

/** Whether the rows on the screen belong to an earlier query than the newest one. */
export const isPrevious = ({ result, asked }: QueryRunState): boolean => result !== null && result.asked !== asked;

export function nextRunState(state: QueryRunState, step: QueryStep): QueryRunState {
  switch (step.kind) {
    case "begin":
      return {
        ...pausedPages(state),
        asked: step.asked,
        opened: false,
        phase: { kind: "running", queryId: null, scheduled: true, elapsedMs: 0, statistics: null },
      };
    case "open":
      return { ...pausedPages(state), asked: step.asked, opened: true, phase: { kind: "opening", queryId: step.queryId } };
    case "part":
      return afterPart(state, step.part);
    case "broken":
      return isActive(state) || state.phase.kind === "opening"
        ? { ...state, phase: { kind: "failed", message: step.message, field: null } }
        : state;
    case "stopped":
      return isActive(state) ? { ...state, phase: { kind: "ended", why: "stopped", message: "The query was stopped." } } : state;
    case "dismissed":
      return state.phase.kind === "confirm" ? undone(state) : state;
    case "page":
      return withPage(state, step.asked, step.page);
    case "page-cut":
      return withMore(state, (more) =>
        more.kind === "loading" && state.result?.asked === step.asked ? { ...more, kind: "cut", message: step.message } : more,
      );
    case "pages-paused":
      return pausedPages(state);
    case "pages-continued":
      return withMore(state, (more) => (more.kind === "paused" || more.kind === "cut" ? { kind: "loading", cursor: more.cursor } : more));
  }
}

/** As before a query that did not run: its result is the newest one again. */
function undone({ result }: QueryRunState): QueryRunState {
  const isWhole = result !== null && !result.partial && result.statistics !== null;
  return { phase: { kind: isWhole ? "complete" : "idle" }, asked: result?.asked ?? null, opened: false, result };
}

function withMore(state: QueryRunState, next: (more: MoreRows) => MoreRows): QueryRunState {
  const { result } = state;
  if (result === null) return state;
  const more = next(result.more);
  return more === result.more ? state : { ...state, result: { ...result, more } };
}

const pausedPages = (state: QueryRunState): QueryRunState =>
  withMore(state, (more) => (more.kind === "loading" ? { ...more, kind: "paused" } : more));

function withPage(state: QueryRunState, asked: AskedQuery, page: RowsPage): QueryRunState {
  const { result } = state;
  if (result === null || result.asked !== asked || result.more.kind !== "loading") return state;
  const table = appendedRows(result.table, page);
  return { ...state, result: { ...result, table, more: moreAfter(page.cursor, charactersOf(table.rows)) } };
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
          // AWS's last part says that all of them are here: a stream can break between the parts of one page.
          partial: true,
          statistics: shown?.statistics ?? null,
          elapsedMs: shown?.elapsedMs ?? 0,
          total: null,
          more: NO_MORE,
        },
      };
    }
    case "complete": {
      const shown = state.result?.asked === asked ? state.result : null;
      // A result without rows sends none.
      const table = shown?.table ?? { columns: [], rows: [] };
      return {
        ...state,
        phase: { kind: "complete" },
        result: {
          asked,
          queryId: shown?.queryId ?? queryId,
          table,
          partial: false,
          statistics: part.statistics,
          elapsedMs: part.elapsedMs,
          total: part.rows,
          more: moreAfter(part.cursor, charactersOf(table.rows)),
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
