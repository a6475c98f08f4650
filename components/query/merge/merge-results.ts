import { type QueryTable, queryTime } from "#components/query/chart/chart-of-result.ts";
import { compareSortables, numberIn, type Sortable, sortableOf } from "./compare-values.ts";
import { computedValue } from "./computed-measure.ts";
import type { CrossPlan } from "./plan-cross-query.ts";
import type { AggregateMerging, Measure, Merging } from "./plan-measure.ts";
import type { SortKey, TailStep } from "./tail-steps.ts";

type Values = readonly (string | null)[];
type MergePlan = Extract<CrossPlan, { kind: "merge" }>;
type EventsPlan = Extract<CrossPlan, { kind: "events" }>;

/** A row of several connections, with the values of each. */
export interface MergedRow {
  /** In the order of the columns. */
  readonly values: Values;
  /** The rows of the connections, by their place among the tables; `values` are in the order of the columns too. */
  readonly parts: readonly { readonly table: number; readonly values: Values }[];
}

export interface MergedStats {
  readonly columns: readonly string[];
  readonly rows: readonly MergedRow[];
  /** The columns that show the lowest and the highest value of the connections, because no exact value follows from them. */
  readonly unmerged: readonly string[];
}

interface Group {
  readonly key: Values;
  readonly parts: { readonly table: number; readonly row: Values }[];
}

/**
 * Merges the results of one `stats` of several connections. The values are those that AWS would return for all log groups together,
 * except in the columns that are `unmerged`. Each table must be whole: without groups that a limit has cut.
 */
export function mergeStats(plan: MergePlan, tables: readonly QueryTable[]): MergedStats {
  const groups = new Map<string, Group>();
  for (const [n, { columns, rows }] of tables.entries()) {
    const places = plan.groups.map((name) => columns.indexOf(name));
    for (const row of rows) {
      const key = places.map((place) => row[place] ?? null);
      const id = JSON.stringify(key);
      const group = groups.get(id) ?? { key, parts: [] };
      if (group.parts.length === 0) groups.set(id, group);
      group.parts.push({ table: n, row });
    }
  }
  const cellIn = (table: number, row: Values, name: string) => row[tables[table]?.columns.indexOf(name) ?? -1] ?? null;
  const merged = [...groups.values()].map((group): SortableRow => {
    const cells = plan.measures.map((measure) => cellOf(measure, group, cellIn));
    return { group, cells };
  });
  const all = [...plan.groups, ...plan.measures.map(({ name }) => name)];
  const { rows, columns } = afterTail(plan.tail, merged, all);
  const places = columns.map((name) => all.indexOf(name));
  const shown = rows.map(({ group, cells }): MergedRow => {
    const whole = [...group.key, ...cells.map(({ text }) => text)];
    return {
      values: places.map((place) => whole[place] ?? null),
      parts: group.parts.map(({ table, row }) => ({ table, values: columns.map((name) => cellIn(table, row, name)) })),
    };
  });
  const unmerged = plan.measures.filter(({ name }, n) => columns.includes(name) && rows.some(({ cells }) => cells[n]?.isRange));
  return { columns, rows: shown, unmerged: unmerged.map(({ name }) => name) };
}

interface Cell {
  readonly text: string | null;
  /** By what it is sorted: the highest value where there is no single one. */
  readonly sortedBy: string | null;
  readonly isRange: boolean;
}

interface SortableRow {
  readonly group: Group;
  readonly cells: readonly Cell[];
}

type CellIn = (table: number, row: Values, name: string) => string | null;

function cellOf({ name, merging }: Measure, { parts }: Group, cellIn: CellIn): Cell {
  const [only, another] = parts;
  // What one connection has by itself is exact, whatever the function is.
  if (only !== undefined && another === undefined) return exact(cellIn(only.table, only.row, name));
  const values = (column: string) => parts.map(({ table, row }) => cellIn(table, row, column)).filter((value) => value !== null);
  if (merging.how !== "none") return exact(mergedValue(merging, values));
  const found = values(name);
  const [low, high] = [extreme(found, -1), extreme(found, 1)];
  if (low === null || high === null) return exact(null);
  return { text: `${low} to ${high}`, sortedBy: high, isRange: true };
}

const exact = (text: string | null): Cell => ({ text, sortedBy: text, isRange: false });

function mergedValue(merging: Exclude<Merging, { how: "none" }>, values: (column: string) => readonly string[]): string | null {
  if (merging.how !== "computed") return aggregateValue(merging, values);
  const operands = merging.aggregates.map((each) => numberIn(aggregateValue(each, values)));
  return textOf(computedValue(merging.expression, (place) => operands[place] ?? null));
}

function aggregateValue(merging: AggregateMerging, values: (column: string) => readonly string[]): string | null {
  if (merging.how !== "average") {
    const found = values(merging.column);
    return merging.how === "sum" ? textOf(totalOf(found)) : extreme(found, merging.how === "most" ? 1 : -1);
  }
  const [sum, count] = [totalOf(values(merging.sum)), totalOf(values(merging.count))];
  return sum === null || count === null || count === 0 ? null : textOf(sum / count);
}

const textOf = (value: number | null) => (value === null ? null : String(value));

/** Null without any number, as in AWS's answer. */
function totalOf(values: readonly string[]): number | null {
  const numbers = values.map(numberIn).filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0);
}

function extreme(values: readonly string[], sign: 1 | -1): string | null {
  let best: Sortable | null = null;
  for (const value of values.map(sortableOf)) if (best === null || sign * compareSortables(value, best) > 0) best = value;
  return best?.value ?? null;
}

/** Does what the query does after `stats`, with all rows. */
function afterTail(tail: readonly TailStep[], all: readonly SortableRow[], names: readonly string[]) {
  let rows = all;
  let columns = names;
  for (const step of tail) {
    if (step.kind === "limit") rows = rows.slice(0, step.count);
    else if (step.kind === "display") columns = step.columns;
    else {
      const cellAt = ({ group, cells }: SortableRow, column: string) => {
        const place = names.indexOf(column);
        return place < group.key.length ? (group.key[place] ?? null) : (cells[place - group.key.length]?.sortedBy ?? null);
      };
      rows = sortedBy(rows, step.keys, cellAt);
    }
  }
  return { rows, columns };
}

/** Sorts rows by values, of which each is read once. Equal rows keep their order. */
function sortedBy<Row>(
  rows: readonly Row[],
  keys: readonly SortKey[],
  cellAt: (row: Row, column: string) => string | null,
): readonly Row[] {
  const prepared = keys.map(({ column }) => sortables(rows.map((row) => cellAt(row, column))));
  const order = rows
    .map((_, n) => n)
    .toSorted((a, b) => {
      for (const [n, { descending }] of keys.entries()) {
        const [x, y] = [prepared[n]?.[a], prepared[n]?.[b]];
        const compared = x === undefined || y === undefined ? 0 : compareSortables(x, y);
        if (compared !== 0) return descending ? -compared : compared;
      }
      return a - b;
    });
  return order.flatMap((n) => rows[n] ?? []);
}

/** Times compare as numbers, which is the same order and much faster for many rows. */
function sortables(values: Values): readonly Sortable[] {
  const times = values.map((value) => (value === null ? null : queryTime(value)));
  const areTimes = values.every((value, n) => value === null || times[n] !== null);
  return areTimes ? values.map((value, n) => ({ value: value === null ? null : "", number: times[n] ?? null })) : values.map(sortableOf);
}

export interface MergedEvents {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly table: number; readonly values: Values }[];
  /** The column by which the rows could not be sorted, so that they are listed one connection after the other; null if they are. */
  readonly unsortedBy: string | null;
}

/** The rows of all connections in the order of the query. Their columns are all columns that one of them has. */
export function mergeEvents(
  { keys, limit, columns: asked }: Omit<EventsPlan, "kind" | "text">,
  tables: readonly QueryTable[],
): MergedEvents {
  const { columns, rows } = listed(tables);
  const lacking = keys.find(({ column }) => !asked.includes(column) && !columns.includes(column));
  if (lacking !== undefined) return { columns, rows, unsortedBy: lacking.column };
  const place = new Map(columns.map((name, n) => [name, n]));
  const sorted = sortedBy(rows, keys, ({ values }, column) => values[place.get(column) ?? -1] ?? null);
  return { columns, rows: limit === null ? sorted : sorted.slice(0, limit), unsortedBy: null };
}

/** The rows of all connections, one after the other. */
export function listed(tables: readonly QueryTable[]): Pick<MergedEvents, "columns" | "rows"> {
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const rows = tables.flatMap((table, n) => {
    const places = columns.map((name) => table.columns.indexOf(name));
    return table.rows.map((row) => ({ table: n, values: places.map((place) => row[place] ?? null) }));
  });
  return { columns, rows };
}
