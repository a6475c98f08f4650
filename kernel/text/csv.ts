import { markControls } from "./safe-text.ts";

/**
 * The places where a spreadsheet would start a formula: the start of a cell, and after each character at which a spreadsheet
 * with other separators starts a new cell. In countries that write `1,5`, Excel splits at `;`; our quotes then close too
 * early, and a line break or a tab in a message ends the cell too. Quotes at such a place are skipped. Some versions treat
 * full-width signs as plain ones. Source: OWASP, "CSV Injection".
 */
const FORMULA = /(^|[;\t\r\n])(?="*[=+\-@＝＋－＠])/g;
/** White space at the start of a cell, which a spreadsheet drops; the text after it would then be the start. */
const DROPPED = /^(?=[\t\r\n])/;

/**
 * A row of CSV (RFC 4180) with every cell quoted. Text that a spreadsheet would run as a formula gets an apostrophe before
 * it, for both `,` and `;` as the separator. Control and format characters become visible marks.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const plain = markControls(text).replace(FORMULA, "$1'").replace(DROPPED, "'");
  return `"${plain.replaceAll('"', '""')}"`;
}
