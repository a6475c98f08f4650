import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { csvRow } from "#kernel/text/csv.ts";

/** The formats in which a result can be downloaded or copied. */
export const RESULT_FORMATS = ["csv", "ndjson", "markdown"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

export const FORMAT_NAMES: Readonly<Record<ResultFormat, string>> = { csv: "CSV", ndjson: "NDJSON", markdown: "Markdown table" };
export const EXTENSIONS: Readonly<Record<ResultFormat, string>> = { csv: "csv", ndjson: "ndjson", markdown: "md" };

/** The rows as text, without the pointers to events (`@ptr`), which expire. */
export function resultText({ columns, rows }: QueryTable, format: ResultFormat): string {
  const shown = columns.flatMap((name, at) => (name === "@ptr" ? [] : [{ name, at }]));
  const names = shown.map(({ name }) => name);
  const cells = rows.map((row) => shown.map(({ at }) => row[at] ?? null));
  if (format === "csv") return [names, ...cells].map((row) => csvRow(row.map((cell) => cell ?? ""))).join("");
  if (format === "ndjson")
    return cells
      .map((row) => `${JSON.stringify(Object.fromEntries(row.flatMap((cell, n) => (cell === null ? [] : [[names[n], cell]]))))}\n`)
      .join("");
  const line = (row: readonly (string | null)[]) => `| ${row.map((cell) => markdownCell(cell ?? "")).join(" | ")} |\n`;
  return line(names) + line(names.map(() => "---")) + cells.map(line).join("");
}

/** Signs of Markdown and HTML are escaped, so that log text stays text where the table is pasted. */
function markdownCell(text: string): string {
  return text.replace(/[\\|`*_[\]<>&#!]/g, "\\$&").replace(/\r?\n|\r/g, " ");
}
