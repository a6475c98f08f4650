import type { CrossPlan } from "#components/query/merge/plan-cross-query.ts";
import {
  type AskedQuery,
  isActive,
  NOT_RUN,
  nextRunState,
  type QueryRunState,
  type QueryStep,
} from "#components/query/run/query-run-state.ts";
import type { CrossAddress, CrossPlace } from "./cross-address.ts";

/** A connection of a query, and its log groups. */
export interface CrossTarget {
  readonly key: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly asked: AskedQuery;
  /** The portal's ID of the query whose stored result is read; left out where the query is run. */
  readonly queryId?: string;
}

/** A chosen connection that no query is sent to, or that has no result in a link. */
export interface LeftOutTarget {
  readonly key: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly why: string;
  /** The page where that is changed, if there is one. */
  readonly next?: string;
  readonly href?: string;
}

/** What was asked of all connections. */
export interface CrossAsked {
  readonly text: string;
  readonly plan: CrossPlan;
  /** What was chosen, for running the same over another range. */
  readonly places: readonly CrossPlace[];
  /** Milliseconds, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly targets: readonly CrossTarget[];
  readonly leftOut: readonly LeftOutTarget[];
  /** Null where the queries are run; otherwise results of a link are read. `startedAt`: of the earliest one that can be read. */
  readonly opened: { readonly startedAt: number | null } | null;
}

/** What was asked for as the page's URL has it, with its fixed time range. */
export const askedAddress = ({ places, text, from, to }: CrossAsked): CrossAddress => ({
  places,
  text,
  range: { kind: "between", from, to },
});

/** How the query of one connection is going. `queued`: it waits for one of the others to end. */
export interface TargetRun {
  readonly target: CrossTarget;
  readonly queued: boolean;
  readonly state: QueryRunState;
}

export interface CrossRun {
  readonly asked: CrossAsked;
  readonly runs: readonly TargetRun[];
}

export interface CrossRunState {
  readonly run: CrossRun | null;
  /** The run before, whose rows stay on the screen until this one has some. */
  readonly before: CrossRun | null;
}

export const NOTHING_RUN: CrossRunState = { run: null, before: null };

export type CrossStep =
  | { readonly kind: "begin"; readonly asked: CrossAsked }
  /** Those that must be confirmed wait for their turn again. */
  | { readonly kind: "again"; readonly keys: readonly string[] }
  | { readonly kind: "step"; readonly key: string; readonly step: QueryStep }
  | { readonly kind: "stopped" };

export const isRunning = ({ queued, state }: TargetRun): boolean => queued || isActive(state) || state.phase.kind === "opening";
export const isRunActive = (run: CrossRun | null): boolean => run?.runs.some(isRunning) ?? false;
export const isComplete = ({ state }: TargetRun): boolean => state.phase.kind === "complete";
/** Changes when all queries of a run have ended, so that what learns from them starts again; "" before. */
export const completeIn = (run: CrossRun | null): string =>
  run === null || isRunActive(run) ? "" : run.runs.flatMap(({ state }) => state.result?.queryId ?? []).join(" ");
/** Those that wait for a confirmation; none while others run, so that no query starts twice, and not too many at once. */
export const toConfirm = (run: CrossRun): readonly TargetRun[] =>
  isRunActive(run) ? [] : run.runs.filter(({ state }) => state.phase.kind === "confirm");
/** AWS returns at most this many rows in one answer, which is what a run sends. */
const MOST_ROWS = 10_000;
/** Whether AWS has more rows of this connection than were read. */
export const isCut = (each: TargetRun): boolean => isComplete(each) && (each.state.result?.table.rows.length ?? 0) >= MOST_ROWS;
const hasRows = (run: CrossRun) => run.runs.some(({ state }) => state.result !== null);

export function nextCrossState(state: CrossRunState, step: CrossStep): CrossRunState {
  const { run, before } = state;
  if (step.kind === "begin") {
    const runs = step.asked.targets.map((target): TargetRun => ({ target, queued: true, state: NOT_RUN }));
    return { run: { asked: step.asked, runs }, before: run !== null && hasRows(run) ? run : before };
  }
  if (run === null) return state;
  const changed = (change: (each: TargetRun) => TargetRun) => ({ ...state, run: { ...run, runs: run.runs.map(change) } });
  switch (step.kind) {
    case "again":
      return changed((each) => (step.keys.includes(each.target.key) ? { ...each, queued: true } : each));
    case "step":
      return changed((each) =>
        each.target.key === step.key ? { ...each, queued: false, state: nextRunState(each.state, step.step) } : each,
      );
    case "stopped":
      return changed((each) => ({ ...each, queued: false, state: nextRunState(asStarted(each), { kind: "stopped" }) }));
  }
}

/** One that waited for its turn is stopped too, and says so. */
function asStarted({ queued, state, target }: TargetRun): QueryRunState {
  return queued ? nextRunState(state, { kind: "begin", asked: target.asked }) : state;
}

/** The run whose rows are shown: the newest that has any, and whether it is an earlier one. */
export function shownRun({ run, before }: CrossRunState): { readonly run: CrossRun; readonly previous: boolean } | null {
  if (run !== null && hasRows(run)) return { run, previous: false };
  return before === null ? null : { run: before, previous: true };
}
