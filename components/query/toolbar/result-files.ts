import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import type { TableColumn } from "#components/query/results/table-columns.ts";
import { csvRow } from "#kernel/text/csv.ts";
import { markControls, safeJson } from "#kernel/text/safe-text.ts";

/** The formats in which a result can be downloaded or copied. */
export const RESULT_FORMATS = ["csv", "ndjson", "markdown"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

export const FORMAT_NAMES: Readonly<Record<ResultFormat, string>> = { csv: "CSV", ndjson: "NDJSON", markdown: "Markdown table" };
export const EXTENSIONS: Readonly<Record<ResultFormat, string>> = { csv: "csv", ndjson: "ndjson", markdown: "md" };

/** Rows of a piece of a file. */
const ROWS_A_PIECE = 5000;

/** Which rows and columns, in which order. */
export interface RowsToWrite {
  /** The numbers of the rows; all rows as they came if left out. */
  readonly order?: readonly number[];
  /** The columns; all of the table if left out. */
  readonly columns?: readonly Pick<TableColumn, "name" | "at">[];
}

/** The rows as text, without the pointers to events (`@ptr`), which expire. */
export function resultText(table: QueryTable, format: ResultFormat, what: RowsToWrite = {}): string {
  return resultPieces(table, format, what).join("");
}

/** The same in pieces: the file of a hundred thousand rows is never one string in memory. */
export function resultPieces({ columns, rows }: QueryTable, format: ResultFormat, what: RowsToWrite): string[] {
  const { order = [...rows.keys()], columns: chosen = columns.map((name, at) => ({ name, at })) } = what;
  const shown = chosen.filter(({ name }) => name !== "@ptr");
  const names = shown.map(({ name }) => name);
  const pieces = [headOf(names, format)];
  for (let at = 0; at < order.length; at += ROWS_A_PIECE) {
    const some = order.slice(at, at + ROWS_A_PIECE).map((row) => shown.map((column) => rows[row]?.[column.at] ?? null));
    pieces.push(some.map((cells) => lineOf(names, cells, format)).join(""));
  }
  return pieces;
}

function headOf(names: readonly string[], format: ResultFormat): string {
  if (format === "csv") return csvRow(names);
  return format === "ndjson"
    ? ""
    : markdownRow(names) +
        markdownRow(
          names.map(() => "---"),
          (rule) => rule,
        );
}

function lineOf(names: readonly string[], cells: readonly (string | null)[], format: ResultFormat): string {
  if (format === "csv") return csvRow(cells.map((cell) => cell ?? ""));
  if (format === "markdown") return markdownRow(cells);
  return `${safeJson(Object.fromEntries(cells.flatMap((cell, n) => (cell === null ? [] : [[names[n], cell]]))))}\n`;
}

function markdownRow(cells: readonly (string | null)[], written = markdownCell): string {
  return `| ${cells.map((cell) => written(cell ?? "")).join(" | ")} |\n`;
}

/** Signs of Markdown and HTML are escaped, so that log text stays text where the table is pasted. */
function markdownCell(text: string): string {
  return markControls(text)
    .replace(/[\\|`*_[\]<>&#!]/g, "\\$&")
    .replace(/\r?\n|\r/g, " ");
}
