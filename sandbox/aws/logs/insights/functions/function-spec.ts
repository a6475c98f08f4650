import type { Row } from "#sandbox/aws/logs/insights/evaluation/row.ts";
import type { Value } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import type { CallExpression } from "#sandbox/aws/logs/insights/language/query-syntax.ts";

/** An expression that was prepared for many rows. */
export type Compiled = (row: Row) => Value;

/** What a query knows when it starts: times in milliseconds since 1970. */
export interface QueryTimes {
  /** When the query was started. */
  readonly now: number;
  /** The queried range. */
  readonly from: number;
  readonly to: number;
}

export interface FunctionContext {
  readonly call: CallExpression;
  readonly times: QueryTimes;
  /** `@timestamp` of the row, which `bin` uses. It is an error after a `stats` without that field. */
  readonly timestamp: () => Compiled;
}

/** A function of the query language. `arity` is the smallest and the largest number of arguments. */
export interface FunctionSpec {
  readonly arity: readonly [min: number, max: number];
  /** Whether the last argument is a period such as `5m`. */
  readonly hasPeriod?: boolean;
  readonly compile: (args: readonly Compiled[], context: FunctionContext) => Compiled;
}

/** A function whose result depends on the values of its arguments only. */
export function valueFunction(min: number, max: number, result: (...values: readonly Value[]) => Value): FunctionSpec {
  return {
    arity: [min, max],
    compile: ([a, b, ...more]) => {
      if (a === undefined) return () => result();
      if (b === undefined) return (row) => result(a(row));
      if (more.length === 0) return (row) => result(a(row), b(row));
      return (row) => result(a(row), b(row), ...more.map((each) => each(row)));
    },
  };
}
