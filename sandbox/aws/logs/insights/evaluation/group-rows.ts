import type { Accumulator } from "./aggregates.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import type { StatsPlan } from "./plan-query.ts";
import { Row } from "./row.ts";
import { Structure, Time, toText, type Value } from "./value.ts";

interface Group {
  readonly values: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

/** Groups finished before other work is possible. */
const FINISHED_AT_ONCE = 200;

/** The command `stats`: collects rows in groups, in the order in which a group first appears. */
export class GroupedRows {
  readonly #plan: StatsPlan;
  readonly #budget: MemoryBudget;
  readonly #groups = new Map<string | number, Group>();

  constructor(plan: StatsPlan, budget: MemoryBudget) {
    this.#plan = plan;
    this.#budget = budget;
  }

  add(row: Row): void {
    const { by, aggregations } = this.#plan;
    const values = by.map(({ value }) => value(row)).map((value) => (value instanceof Structure ? undefined : value));
    const key = keyOf(values);
    let group = this.#groups.get(key);
    if (group === undefined) {
      this.#budget.take();
      group = { values, accumulators: aggregations.map((start) => start(this.#budget)) };
      this.#groups.set(key, group);
    }
    for (const accumulator of group.accumulators) accumulator.add(row);
  }

  /** The results so far. Without any row there is none, also without `by`; AWS does not say so. */
  *rows(): Generator<void, Row[]> {
    const rows: Row[] = [];
    for (const { values, accumulators } of this.#groups.values()) {
      const row = new Row();
      row.results = accumulators.map((each) => each.result());
      for (const [n, { name }] of this.#plan.by.entries()) row.set(name, values[n]);
      for (const { name, value } of this.#plan.measures) row.set(name, value(row));
      rows.push(row);
      if (rows.length % FINISHED_AT_ONCE === 0) yield;
    }
    return rows;
  }
}

/** A time is a number in the key, other values are texts, so that the number 200 and the text "200" are one group. */
function keyOf(values: readonly Value[]): string | number {
  const [only] = values;
  if (values.length === 1 && only instanceof Time) return only.ms;
  return values.map((value) => (value instanceof Time ? `t${value.ms}` : value === undefined ? "-" : `v${toText(value)}`)).join("\u0000");
}
