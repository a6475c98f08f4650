import type { Compiled } from "#sandbox/aws/logs/insights/functions/function-spec.ts";
import { compareSortValues, type SortValue, sortValueOf } from "./compare-values.ts";
import type { MemoryBudget } from "./memory-budget.ts";
import { nthSmallest } from "./nth-smallest.ts";
import type { Row } from "./row.ts";
import { finite, Structure, Time, toNumber, toText, toTime, type Value } from "./value.ts";

/** Collects the rows of one group. */
export interface Accumulator {
  add(row: Row): void;
  result(): Value;
}

/** Makes the accumulator of one aggregation for each group. */
export type Aggregation = (budget: MemoryBudget) => Accumulator;

interface AggregateSpec {
  readonly arity: readonly [min: number, max: number];
  readonly compile: (args: readonly Compiled[], timestamp: () => Compiled) => Aggregation;
}

/** An aggregation of the numbers of a field. Without any number the result is missing; AWS does not say so. */
function ofNumbers(start: () => { add(number: number): void; result(): number }): AggregateSpec {
  return {
    arity: [1, 1],
    compile:
      ([value = missing]) =>
      () => {
        const numbers = start();
        let count = 0;
        return {
          add(row) {
            const number = toNumber(value(row));
            if (number === undefined) return;
            count++;
            numbers.add(number);
          },
          result: () => (count === 0 ? undefined : finite(numbers.result())),
        };
      },
  };
}

const missing: Compiled = () => undefined;

/** Keeps one of the values by an order. A time becomes its milliseconds, as in a recorded answer for `earliest(@timestamp)`. */
function pick(
  value: Compiled,
  orderOf: (value: Value, row: Row) => SortValue | undefined,
  isBetter: (order: number) => boolean,
): Aggregation {
  return () => {
    let best: { value: Value; order: SortValue } | undefined;
    return {
      add(row) {
        const found = value(row);
        if (found === undefined || found instanceof Structure) return;
        const order = orderOf(found, row);
        if (order !== undefined && (best === undefined || isBetter(compareSortValues(order, best.order)))) best = { value: found, order };
      },
      result: () => (best?.value instanceof Time ? best.value.ms : best?.value),
    };
  };
}

const extreme = (isBetter: (order: number) => boolean): AggregateSpec => ({
  arity: [1, 1],
  compile: ([value = missing]) => pick(value, sortValueOf, isBetter),
});

/** By time; events without the field don't count, which AWS does not say. Rows come newest first, so the comparison decides equal times. */
const atTime = (isBetter: (order: number) => boolean): AggregateSpec => ({
  arity: [1, 1],
  compile: ([value = missing], timestamp) => {
    const time = timestamp();
    const orderOf = (_: Value, row: Row) => {
      const at = row.timestamp ?? toTime(time(row));
      return at === undefined ? undefined : ({ rank: 2, number: at, text: "" } as const);
    };
    return pick(value, orderOf, isBetter);
  },
});

function mean() {
  let [count, total] = [0, 0];
  return {
    add(number: number) {
      count++;
      total += number;
    },
    result: () => total / count,
  };
}

function total() {
  let sum = 0;
  return {
    add(number: number) {
      sum += number;
    },
    result: () => sum,
  };
}

/** The standard deviation of the population, by Welford's method. AWS does not say whether it is that of a sample. */
function deviation() {
  let [count, average, squares] = [0, 0, 0];
  return {
    add(number: number) {
      count++;
      const distance = number - average;
      average += distance / count;
      squares += distance * (number - average);
    },
    result: () => Math.sqrt(squares / count),
  };
}

function count([value]: readonly Compiled[]): Aggregation {
  return () => {
    let rows = 0;
    return {
      add(row) {
        if (value === undefined || value(row) !== undefined) rows++;
      },
      result: () => rows,
    };
  };
}

function countDistinct([value = missing]: readonly Compiled[]): Aggregation {
  return (budget) => {
    const seen = new Set<string>();
    return {
      add(row) {
        const text = toText(value(row));
        if (text === undefined || seen.has(text)) return;
        budget.take();
        seen.add(text);
      },
      result: () => seen.size,
    };
  };
}

/** The smallest value that is at least as large as `percent` of the values. AWS approximates, and does not say how it interpolates. */
function percentile([value = missing, percent = missing]: readonly Compiled[]): Aggregation {
  return (budget) => {
    const numbers: number[] = [];
    let share: number | undefined;
    return {
      add(row) {
        const number = toNumber(value(row));
        share ??= toNumber(percent(row));
        if (number === undefined) return;
        budget.take();
        numbers.push(number);
      },
      result() {
        if (share === undefined || share < 0 || share > 100) return undefined;
        return nthSmallest(Float64Array.from(numbers), Math.max(0, Math.ceil((share / 100) * numbers.length) - 1));
      },
    };
  };
}

/** Source: Logs Insights QL, `stats`, "Functions to use with stats". */
export const aggregates: Readonly<Record<string, AggregateSpec>> = {
  count: { arity: [0, 1], compile: count },
  count_distinct: { arity: [1, 1], compile: countDistinct },
  sum: ofNumbers(total),
  avg: ofNumbers(mean),
  stddev: ofNumbers(deviation),
  min: extreme((order) => order < 0),
  max: extreme((order) => order > 0),
  sortsfirst: extreme((order) => order < 0),
  sortslast: extreme((order) => order > 0),
  pct: { arity: [2, 2], compile: percentile },
  earliest: atTime((order) => order <= 0),
  latest: atTime((order) => order > 0),
};
