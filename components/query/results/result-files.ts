import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { csvRow } from "#kernel/text/csv.ts";
import { markControls, safeJson } from "#kernel/text/safe-text.ts";

/** The formats in which a result can be downloaded or copied. */
export const RESULT_FORMATS = ["csv", "ndjson", "markdown"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

export const FORMAT_NAMES: Readonly<Record<ResultFormat, string>> = { csv: "CSV", ndjson: "NDJSON", markdown: "Markdown table" };
export const EXTENSIONS: Readonly<Record<ResultFormat, string>> = { csv: "csv", ndjson: "ndjson", markdown: "md" };

/** Rows of a piece of a file. */
const ROWS_A_PIECE = 5000;

/** The rows as text, without the pointers to events (`@ptr`), which expire. */
export function resultText(table: QueryTable, format: ResultFormat): string {
  return resultPieces(table, format, [...table.rows.keys()]).join("");
}

/** The same in pieces, with the rows in this order: the file of a hundred thousand rows is never one string in memory. */
export function resultPieces({ columns, rows }: QueryTable, format: ResultFormat, order: readonly number[]): string[] {
  const shown = columns.flatMap((name, at) => (name === "@ptr" ? [] : [{ name, at }]));
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
