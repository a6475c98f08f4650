import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { type CrossRun, isComplete, isCut, isRunning } from "#components/query/cross/cross-run-state.ts";
import { listed, type MergedRow, type MergedStats, mergeEvents, mergeStats } from "./merge-results.ts";
import type { CrossPlan } from "./plan-cross-query.ts";

/** What the result of all connections is shown as. */
export interface CrossTables {
  /** The merged rows; null if the query can't be merged. The events of all connections are one table too. */
  readonly merged: QueryTable | null;
  /** What each connection returned for a merged row; none for events. */
  readonly parts: readonly (readonly { readonly name: string; readonly values: readonly (string | null)[] }[])[];
  /** The columns of `parts`. */
  readonly partColumns: readonly string[];
  /** The rows of each connection, one after the other. */
  readonly byConnection: QueryTable;
  /** The query of `byConnection`'s chart: the connection is one more group. */
  readonly byConnectionQuery: string;
  /** Columns without an exact value. */
  readonly unmerged: readonly string[];
  /** The column by which events could not be sorted; null if they are. */
  readonly unsortedBy: string | null;
  /** Connections of which AWS has more rows than were read. */
  readonly cut: readonly string[];
}

/** The results of a run as tables. Values that are still partial, of a connection that ended early, are not merged. */
export function tablesOf({ asked: { plan }, runs }: CrossRun): CrossTables {
  const withRows = runs.flatMap((run) => (run.state.result === null ? [] : [{ run, result: run.state.result }]));
  const usable = withRows.filter(({ run }) => plan.kind !== "merge" || isComplete(run) || isRunning(run));
  const names = usable.map(({ run }) => run.target.name);
  const tables = usable.map(({ result }) => result.table);
  const name = connectionColumn([...tables, ...withRows.map(({ result }) => result.table)]);
  const cut = withRows.filter(({ run }) => isCut(run)).map(({ run }) => run.target.name);
  const shared = { cut, unmerged: [], unsortedBy: null, parts: [], partColumns: [] };
  if (plan.kind === "merge") {
    const stats = mergeStats(plan, tables);
    // The groups of a row are the same in every connection.
    const isMeasure = (column: string | undefined) => column !== undefined && !plan.groups.includes(column);
    const each = withRows.map(({ result }) => {
      const { columns, rows } = mergeStats(plan, [result.table]);
      return { columns, rows: rows.map(({ values }) => values) };
    });
    return {
      ...shared,
      merged: mergedTable(plan, stats, names, name),
      parts: stats.rows.map(({ parts }) =>
        parts.map(({ table, values }) => ({ name: names[table] ?? "", values: values.filter((_, n) => isMeasure(stats.columns[n])) })),
      ),
      partColumns: stats.columns.filter(isMeasure),
      byConnection: inOne(
        each,
        withRows.map(({ run }) => run.target.name),
        name,
      ),
      byConnectionQuery: groupedByConnection(plan, name),
      unmerged: stats.unmerged,
    };
  }
  const all = plan.kind === "events" ? mergeEvents(plan, tables) : { ...listed(tables), unsortedBy: null };
  const merged = { columns: [name, ...all.columns], rows: all.rows.map(({ table, values }) => [names[table] ?? "", ...values]) };
  return {
    ...shared,
    merged: plan.kind === "events" && all.unsortedBy === null ? merged : null,
    byConnection: inOne(tables, names, name),
    byConnectionQuery: "",
    unsortedBy: all.unsortedBy,
  };
}

/** A name that no column has. */
function connectionColumn(tables: readonly QueryTable[]): string {
  const taken = new Set(tables.flatMap(({ columns }) => columns));
  return ["connection", "portal_connection"].find((name) => !taken.has(name)) ?? "portal_connection_name";
}

/** The connections of each row stand behind the groups. */
function mergedTable(
  { groups }: Extract<CrossPlan, { kind: "merge" }>,
  { columns, rows, unmerged }: MergedStats,
  names: readonly string[],
  name: string,
): QueryTable {
  const behind = columns.findIndex((column) => !groups.includes(column));
  const place = behind < 0 ? columns.length : behind;
  const connectionsOf = ({ parts }: MergedRow) =>
    parts.length === 1 ? (names[parts[0]?.table ?? 0] ?? "") : `${parts.length} connections`;
  // Another name than in the query, so that the chart does not draw the few values that happen to be exact.
  const titles = columns.map((column) => (unmerged.includes(column) ? `${column} (not merged)` : column));
  return {
    columns: titles.toSpliced(place, 0, name),
    rows: rows.map((row) => row.values.toSpliced(place, 0, connectionsOf(row))),
  };
}

/** One table with the connection as its first column. */
function inOne(tables: readonly QueryTable[], names: readonly string[], name: string): QueryTable {
  const { columns, rows } = listed(tables);
  return { columns: [name, ...columns], rows: rows.map(({ table, values }) => [names[table] ?? "", ...values]) };
}

function groupedByConnection({ text, byAt }: Extract<CrossPlan, { kind: "merge" }>, name: string): string {
  return byAt === null ? `${text}\nby \`${name}\`` : `${text.slice(0, byAt)} \`${name}\`,${text.slice(byAt)}`;
}
