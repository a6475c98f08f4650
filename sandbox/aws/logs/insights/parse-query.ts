import { parseFilter, type RecordTest } from "./parse-filter.ts";
import { insightsTime, parseStats, type Row } from "./parse-stats.ts";
import { QueryReader } from "./query-reader.ts";
import { malformedQuery, queryTokens } from "./query-tokens.ts";
import type { InsightsRecord } from "./record-of.ts";

export interface InsightsQuery {
  /** Whether a record passes all filters. */
  readonly keeps: RecordTest;
  /** The sorted and limited rows for these records. */
  readonly rows: (records: readonly InsightsRecord[]) => readonly Row[];
}

const MAX_ROWS = 10_000;

interface Sorting {
  readonly field: string;
  readonly descending: boolean;
}

/**
 * Parses a query of Logs Insights. The sandbox supports `fields`, `display`, `filter`, `stats … by`, `sort` and `limit`, separated
 * by `|`. Without `fields`, a row has the time and the message; without `sort`, the newest rows come first.
 * @throws AwsError MalformedQueryException
 */
export function parseQuery(query: string, limit: number | undefined): InsightsQuery {
  const reader = new QueryReader(queryTokens(query));
  const filters: RecordTest[] = [];
  let fields = ["@timestamp", "@message"];
  let stats: ((records: readonly InsightsRecord[]) => Row[]) | undefined;
  let sorting: Sorting | undefined;
  let maxRows = limit ?? MAX_ROWS;
  do {
    if (reader.takes("fields") || reader.takes("display")) fields = reader.names();
    else if (reader.takes("filter")) filters.push(parseFilter(reader));
    else if (reader.takes("stats")) stats = parseStats(reader);
    else if (reader.takes("sort")) sorting = sortingOf(reader);
    else if (reader.takes("limit")) maxRows = Math.min(reader.number(), MAX_ROWS);
    else throw malformedQuery("unknown command");
  } while (reader.takes("|"));
  if (!reader.done) throw malformedQuery("unexpected symbol after a command");
  const shape = stats ?? ((records: readonly InsightsRecord[]) => records.map((record) => new Map(record)));
  return {
    keeps: (record) => filters.every((test) => test(record)),
    rows: (records) => {
      const sorted = sortRows(shape(records), sorting ?? (stats === undefined ? { field: "@timestamp", descending: true } : undefined));
      return sorted.slice(0, maxRows).map((row) => (stats === undefined ? selectFields(row, fields) : row));
    },
  };
}

function sortingOf(reader: QueryReader): Sorting {
  const field = reader.name();
  if (reader.takes("asc")) return { field, descending: false };
  reader.takes("desc");
  return { field, descending: true };
}

function sortRows(rows: Row[], sorting: Sorting | undefined): Row[] {
  if (sorting === undefined) return rows;
  const { field, descending } = sorting;
  return rows.sort((a, b) => compare(a.get(field), b.get(field)) * (descending ? -1 : 1));
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;
}

function selectFields(row: Row, fields: readonly string[]): Row {
  const kept: Row = new Map();
  for (const field of [...fields, "@ptr"]) {
    const value = row.get(field);
    if (value !== undefined) kept.set(field, field === "@timestamp" || field === "@ingestionTime" ? insightsTime(Number(value)) : value);
  }
  return kept;
}
