import type { StatsColumn } from "#components/query/language/read-stats.ts";
import type { QueryToken } from "#components/query/language/tokenize-query.ts";
import { type AggregateCall, type Computed, readComputed } from "./computed-measure.ts";

/** How the values of an aggregate of several connections become one. `column` is where the run has them. */
export type AggregateMerging =
  | { readonly how: "sum" | "least" | "most"; readonly column: string }
  /** The average, from two columns that the run has in addition. */
  | { readonly how: "average"; readonly sum: string; readonly count: string };

export type Merging =
  | AggregateMerging
  /** Calculated from merged aggregates, which the run has in columns of their own. */
  | { readonly how: "computed"; readonly expression: Computed; readonly aggregates: readonly AggregateMerging[] }
  /** No exact value follows from those of the connections. */
  | { readonly how: "none" };

/** A column of `stats`, by the name that AWS gives it. */
export interface Measure {
  readonly name: string;
  readonly merging: Merging;
}

/** The columns that a run has in addition begin with this. */
const ADDED = "portal_";
const ADDED_COLUMNS = new RegExp(`^ (?:.*? as ${ADDED}(?:sum|count|value)_\\d+,)+`, "s");

/** The columns of `stats`, without those that the run has in addition. */
export const withoutAdded = (columns: string): string => columns.replace(ADDED_COLUMNS, "");

/** @param additions the columns that the run has in addition, to which those of this measure are added */
export function measureOf(text: string, { name, call, args }: StatsColumn, tokens: readonly QueryToken[], additions: string[]): Measure {
  const exact = EXACT[call];
  if (exact !== undefined) return { name, merging: { how: exact, column: name } };
  if (call === "avg") return { name, merging: averageOf(args, additions) ?? { how: "none" } };
  const as = tokens.findIndex((token) => token.text.toLowerCase() === "as");
  const read = call === "" ? readComputed(as < 0 ? tokens : tokens.slice(0, as)) : undefined;
  if (read === undefined) return { name, merging: { how: "none" } };
  const added: string[] = [...additions];
  const aggregates = read.calls.map((each) => aggregateOf(text, each, added));
  if (aggregates.some((each) => each === undefined)) return { name, merging: { how: "none" } };
  additions.push(...added.slice(additions.length));
  return { name, merging: { how: "computed", expression: read.expression, aggregates: aggregates.filter((each) => each !== undefined) } };
}

function aggregateOf(text: string, { call, tokens }: AggregateCall, additions: string[]): AggregateMerging | undefined {
  const [name, open] = tokens;
  const last = tokens.at(-1);
  if (name === undefined || open === undefined || last === undefined) return undefined;
  const args = text.slice(open.to, last.from).trim();
  if (call === "avg") return averageOf(args, additions);
  const how = EXACT[call];
  if (how === undefined || args.includes("#")) return undefined;
  const column = `${ADDED}value_${additions.length}`;
  additions.push(`${name.text}(${args}) as ${column}`);
  return { how, column };
}

/** Undefined for an argument with a comment, which would swallow what is added behind it. */
function averageOf(args: string, additions: string[]): AggregateMerging | undefined {
  if (args === "" || args.includes("#")) return undefined;
  const [sum, count] = [`${ADDED}sum_${additions.length}`, `${ADDED}count_${additions.length}`];
  // An average is over the numbers only, and `count` would count texts too. Only a number is still one after a multiplication.
  additions.push(`sum(${args}) as ${sum}`, `sum((${args}) * 0 + 1) as ${count}`);
  return { how: "average", sum, count };
}

const EXACT: Readonly<Record<string, "sum" | "least" | "most" | undefined>> = {
  count: "sum",
  sum: "sum",
  min: "least",
  sortsfirst: "least",
  max: "most",
  sortslast: "most",
};
