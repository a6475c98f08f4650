import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { Compiled } from "#sandbox/aws/logs/insights/functions/function-spec.ts";
import { GroupedRows } from "./group-rows.ts";
import { MemoryBudget } from "./memory-budget.ts";
import type { QueryPlan, RowTransform, SortPlan, Step } from "./plan-query.ts";
import { type EventPlace, Row } from "./row.ts";
import { FirstRows, type Sortable, sortableOf, sortRows } from "./sort-rows.ts";
import { toShown, toText } from "./value.ts";

/** The result of a query: the columns, and for each row the text of each column. A row has no text for a field that it lacks. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** Rows handled before other work is possible. */
const AT_ONCE = 200;

/**
 * Evaluates a planned query over events that come newest first. The commands up to the first one that needs many rows at once apply to each
 * event as it comes; that one collects rows; the others apply to the collected rows whenever a result is wanted, also in between.
 */
export class QueryRun {
  readonly #plan: QueryPlan;
  readonly #budget = new MemoryBudget();
  readonly #first: readonly RowTransform[];
  #collected: Collector;
  readonly #rest: readonly Step[];
  readonly #stopsAt: number | undefined;
  recordsScanned = 0;
  recordsMatched = 0;
  bytesScanned = 0;

  constructor(plan: QueryPlan) {
    this.#plan = plan;
    const at = plan.steps.findIndex(({ kind }) => kind !== "each" && kind !== "dedup");
    this.#first = plan.steps.slice(0, at).map((step) => transformOf(step, this.#budget));
    const any = plan.steps.find((step) => step.kind === "limit" && step.isAny);
    this.#stopsAt = any?.kind === "limit" ? any.count : undefined;
    const { collector, used } = collectorOf(plan.steps.slice(at), this.#budget);
    this.#collected = collector;
    this.#rest = plan.steps.slice(at + used);
  }

  /** Whether no more events are needed: `limit any` has its rows. */
  get isSatisfied(): boolean {
    return this.#stopsAt !== undefined && this.recordsMatched >= this.#stopsAt;
  }

  /** Whether a result makes sense before the end. With two `stats` there is none before the first one is complete. */
  get hasPartialResult(): boolean {
    return this.#plan.steps.filter(({ kind }) => kind === "stats").length < 2;
  }

  /** @throws QueryTooLarge */
  add(event: LogEvent, place: EventPlace): void {
    this.recordsScanned++;
    this.bytesScanned += Buffer.byteLength(event.message);
    let isMatched = false;
    this.#apply(0, new Row(event, place), (row) => {
      isMatched = true;
      this.#collected.add(row);
    });
    if (isMatched) this.recordsMatched++;
  }

  /** The result of the events so far. @throws QueryTooLarge */
  *result(): Generator<void, QueryResult> {
    let rows = yield* this.#collected.rows();
    const budget = new MemoryBudget();
    for (const step of this.#rest) rows = yield* applyStep(step, rows, budget);
    const { columns } = this.#plan;
    const shown: (string | undefined)[][] = [];
    for (const row of rows) {
      shown.push(columns.map((name) => toShown(row.get(name))));
      if (shown.length % AT_ONCE === 0) yield;
    }
    return { columns, rows: shown };
  }

  /** Forgets the rows. The numbers stay. */
  release(): void {
    this.#collected = new SortedRows([], 0, this.#budget);
  }

  #apply(at: number, row: Row, emit: (row: Row) => void): void {
    const transform = this.#first[at];
    if (transform === undefined) emit(row);
    else transform(row, (next) => this.#apply(at + 1, next, emit));
  }
}

function* applyStep(step: Step, rows: readonly Row[], budget: MemoryBudget): Generator<void, Row[]> {
  if (step.kind === "limit") return rows.slice(0, step.count);
  if (step.kind === "sort") return yield* sortRows(yield* prepared(rows, step.keys), step.keys);
  if (step.kind === "stats") {
    const groups = new GroupedRows(step.stats, budget);
    for (const [n, row] of rows.entries()) {
      groups.add(row);
      if (n % AT_ONCE === 0) yield;
    }
    return yield* groups.rows();
  }
  const transform = transformOf(step, budget);
  const made: Row[] = [];
  for (const [n, row] of rows.entries()) {
    // The collected rows are used again for the next result, so they must not change.
    transform(row.copy(), (next) => {
      budget.take();
      made.push(next);
    });
    if (n % AT_ONCE === 0) yield;
  }
  return made;
}

function transformOf(step: Step, budget: MemoryBudget): RowTransform {
  if (step.kind === "each") return step.apply;
  return step.kind === "dedup" ? withoutDuplicates(step.keys, budget) : (row, emit) => emit(row);
}

interface Collector {
  add(row: Row): void;
  rows(): Generator<void, Row[]>;
}

/** What collects the rows of the first of these steps, and how many steps it replaces. */
function collectorOf(steps: readonly Step[], budget: MemoryBudget): { collector: Collector; used: number } {
  const [step, ...next] = steps;
  if (step?.kind === "stats") return { collector: new GroupedRows(step.stats, budget), used: 1 };
  if (step?.kind === "sort") return { collector: new SortedRows(step.keys, neededOf(next), budget), used: 1 };
  return { collector: new SortedRows([], step?.kind === "limit" ? step.count : Number.POSITIVE_INFINITY, budget), used: 0 };
}

/** How many rows the steps after a sort need, at most. */
function neededOf(steps: readonly Step[]): number {
  for (const step of steps) {
    if (step.kind === "limit") return step.count;
    if (step.kind !== "each" || !step.isOneToOne) break;
  }
  return Number.POSITIVE_INFINITY;
}

class SortedRows implements Collector {
  readonly #keys: readonly SortPlan[];
  readonly #needed: number;
  readonly #budget: MemoryBudget;
  readonly #first: FirstRows;
  #count = 0;

  constructor(keys: readonly SortPlan[], needed: number, budget: MemoryBudget) {
    this.#keys = keys;
    this.#needed = needed;
    this.#budget = budget;
    this.#first = new FirstRows(keys, needed);
  }

  add(row: Row): void {
    // Without keys the first rows are the ones that came first.
    if (this.#keys.length === 0 && this.#count >= this.#needed) return;
    if (this.#first.add(sortableOf(row, this.#count++, this.#keys))) this.#budget.take();
  }

  rows(): Generator<void, Row[]> {
    return this.#first.rows();
  }
}

function* prepared(rows: readonly Row[], keys: readonly SortPlan[]): Generator<void, Sortable[]> {
  const sortables: Sortable[] = [];
  for (const [n, row] of rows.entries()) {
    sortables.push(sortableOf(row, n, keys));
    if (n % AT_ONCE === 0) yield;
  }
  return sortables;
}

/** The command `dedup`: keeps the first row of each combination of values, and every row that lacks one of the fields. */
function withoutDuplicates(keys: readonly Compiled[], budget: MemoryBudget): RowTransform {
  const seen = new Set<string>();
  return (row, emit) => {
    const texts = keys.map((key) => toText(key(row)));
    const combination = texts.join("\u0000");
    if (!texts.includes(undefined)) {
      if (seen.has(combination)) return;
      budget.take();
      seen.add(combination);
    }
    emit(row);
  };
}
