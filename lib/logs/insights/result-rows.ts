import type { QueryResults } from "#lib/aws/logs-insights.ts";
import type { QueryRowsPart, QueryStatistics } from "./shared/query-view.ts";

/** The rows of one part of a stream, which is kept in memory for a slow reader. */
const ROWS_A_PART = 1000;

/** Divides the rows of a page into parts. The columns are all fields of the page, in the order in which rows name them. */
export function* rowParts(results: QueryResults, first: number, partial: boolean): Generator<QueryRowsPart, void> {
  const columns = columnsOf(results.rows);
  for (let at = 0; at < results.rows.length; at += ROWS_A_PART) {
    const rows = results.rows.slice(at, at + ROWS_A_PART).map((row) => {
      const values = new Map(row);
      return columns.map((column) => values.get(column) ?? null);
    });
    yield { kind: "rows", partial, first: first + at, columns, rows };
    // Partial rows are a preview, which the next answer of AWS replaces.
    if (partial) return;
  }
}

function columnsOf(rows: QueryResults["rows"]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const [field] of row) names.add(field);
  return [...names];
}

/** The rows of all pages of a complete result. If AWS doesn't say, those of the page. */
export function allRowsOf({ allRows, rows }: QueryResults): number {
  return Math.max(allRows ?? 0, rows.length);
}

export function statisticsOf({ scannedBytes, scannedRecords, matchedRecords, skippedBytes }: QueryResults): QueryStatistics {
  return { scannedBytes, scannedRecords, matchedRecords, skippedBytes };
}

export const NO_STATISTICS: QueryStatistics = { scannedBytes: 0, scannedRecords: 0, matchedRecords: 0, skippedBytes: 0 };
