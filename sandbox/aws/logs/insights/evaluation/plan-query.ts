import type { Compiled, QueryTimes } from "#sandbox/aws/logs/insights/functions/function-spec.ts";
import type { Command, Item } from "#sandbox/aws/logs/insights/language/query-syntax.ts";
import type { Aggregation } from "./aggregates.ts";
import { type CompileContext, compileExpression } from "./compile-expression.ts";
import { extractor } from "./extract-fields.ts";
import { NameScope } from "./name-scope.ts";
import type { Row } from "./row.ts";
import { isTrue, Structure, type Value, valueOfJson } from "./value.ts";

/** Turns a row into any number of rows. It can change the row that it gets. */
export type RowTransform = (row: Row, emit: (row: Row) => void) => void;

interface NamedValue {
  readonly name: string;
  readonly value: Compiled;
}

export interface StatsPlan {
  readonly by: readonly NamedValue[];
  readonly aggregations: readonly Aggregation[];
  /** They read the results of the aggregations from the row. */
  readonly measures: readonly NamedValue[];
}

export interface SortPlan {
  readonly value: Compiled;
  readonly isDescending: boolean;
}

export type Step =
  /** `isOneToOne`: it yields exactly one row for each. */
  | { readonly kind: "each"; readonly apply: RowTransform; readonly isOneToOne: boolean }
  | { readonly kind: "stats"; readonly stats: StatsPlan }
  | { readonly kind: "sort"; readonly keys: readonly SortPlan[] }
  | { readonly kind: "limit"; readonly count: number; readonly isAny: boolean }
  | { readonly kind: "dedup"; readonly keys: readonly Compiled[] };

export interface QueryPlan {
  readonly steps: readonly Step[];
  /** The columns of the result, in their order. */
  readonly columns: readonly string[];
}

/** Source: Logs Insights QL, `limit`. */
const DEFAULT_LIMIT = 10_000;
const MAX_LIMIT = 100_000;

/**
 * Checks the names and functions of a query, and prepares its commands. `limit` is a parameter of StartQuery, which a `limit` in the
 * query overrides.
 * @throws QuerySyntaxError
 */
export function planQuery(query: string, commands: readonly Command[], times: QueryTimes, limit: number | undefined): QueryPlan {
  const planner = new Planner(query, times);
  const steps = commands.flatMap((command) => planner.stepsOf(command));
  const hasLimit = commands.some(({ kind }) => kind === "limit");
  const count = hasLimit ? MAX_LIMIT : (limit ?? DEFAULT_LIMIT);
  return {
    steps: [...steps, { kind: "limit", count, isAny: false }],
    columns: planner.columns,
  };
}

class Planner {
  readonly #context: CompileContext;
  readonly #scope = new NameScope();
  #displayed: readonly string[] | undefined;
  #results: readonly string[] = [];
  readonly #fields: string[] = [];

  constructor(query: string, times: QueryTimes) {
    this.#context = { query, times, scope: this.#scope };
  }

  /** The last `display` counts; otherwise the results of `stats`, all `fields`, or the time and the message. Events have a pointer. */
  get columns(): readonly string[] {
    if (this.#scope.isAfterStats) return this.#displayed ?? [...new Set([...this.#results, ...this.#fields])];
    const shown = this.#displayed ?? (this.#fields.length > 0 ? this.#fields : ["@timestamp", "@message"]);
    return [...new Set([...shown, "@ptr"])];
  }

  stepsOf(command: Command): Step[] {
    switch (command.kind) {
      case "fields":
      case "display":
        return this.#itemsStep(command.kind, command.items);
      case "filter": {
        const condition = this.#compile(command.condition);
        return [{ kind: "each", isOneToOne: false, apply: (row, emit) => void (isTrue(condition(row)) && emit(row)) }];
      }
      case "stats":
        return [{ kind: "stats", stats: this.#stats(command.measures, command.by) }];
      case "sort":
        return [
          { kind: "sort", keys: command.keys.map((key) => ({ value: this.#compile(key.expression), isDescending: key.isDescending })) },
        ];
      case "limit":
        return [command];
      case "dedup":
        return [{ kind: "dedup", keys: command.fields.map((field) => this.#compile(field)) }];
      case "parse": {
        const source = this.#compile(command.source);
        for (const name of command.names) this.#scope.define(name, command);
        const isOneToOne = command.extraction.kind !== "regex" || !command.extraction.isMulti;
        return [{ kind: "each", isOneToOne, apply: extractor(source, command.extraction, command.names) }];
      }
      case "unnest": {
        const source = this.#compile(command.source);
        this.#scope.define(command.name, command);
        return [{ kind: "each", isOneToOne: false, apply: unnest(source, command.name) }];
      }
    }
  }

  #compile(expression: Item["expression"]): Compiled {
    return compileExpression(expression, this.#context);
  }

  /** The new fields of one command are all computed before one of them exists, as a recorded answer for `jsonParse` shows. */
  #itemsStep(kind: "fields" | "display", items: readonly Item[]): Step[] {
    const values = items.map((item) => ({ ...item, value: this.#compile(item.expression) }));
    for (const { expression, hasAlias, name, ...location } of items) {
      if (hasAlias) this.#scope.define(name, location);
      else if (expression.kind === "field" && kind === "fields") this.#scope.select(name, location);
    }
    const names = items.map(({ name }) => name);
    if (kind === "display") this.#displayed = names;
    else this.#fields.push(...names);
    const made = values.filter(({ expression, hasAlias }) => hasAlias || expression.kind !== "field" || expression.path.length > 1);
    if (made.length === 0) return [];
    const apply: RowTransform = (row, emit) => {
      const results = made.map(({ value }) => value(row));
      for (const [n, { name }] of made.entries()) row.set(name, results[n]);
      emit(row);
    };
    return [{ kind: "each", isOneToOne: true, apply }];
  }

  #stats(measured: readonly Item[], grouped: readonly Item[]): StatsPlan {
    const by = grouped.map(({ name, expression }) => ({ name, value: this.#compile(expression) }));
    const aggregations: Aggregation[] = [];
    const before = new Set<string>();
    const measures = measured.map(({ name, expression }) => {
      const value = compileExpression(expression, { ...this.#context, aggregations, before });
      before.add(name);
      return { name, value };
    });
    for (const { hasAlias, name, ...location } of [...grouped, ...measured]) if (hasAlias) this.#scope.define(name, location);
    this.#results = [...by, ...measures].map(({ name }) => name);
    this.#scope.startResults(this.#results);
    this.#fields.length = 0;
    this.#displayed = undefined;
    return { by, aggregations, measures };
  }
}

/** One row for each item of a list. Other values are a list of themselves; a row without the field stays, which AWS does not say. */
function unnest(source: Compiled, name: string): RowTransform {
  return (row, emit) => {
    const value = source(row);
    const items: readonly Value[] = value instanceof Structure && Array.isArray(value.json) ? value.json.map(valueOfJson) : [value];
    for (const item of items) {
      const copy = row.copy();
      copy.set(name, item);
      emit(copy);
    }
  };
}
