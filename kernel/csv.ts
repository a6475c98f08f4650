import { markControls } from "./safe-text.ts";

/**
 * Where a spreadsheet would see a formula begin. At the start of a cell, and after each character at which a spreadsheet
 * with other separators would start a cell of its own: in a country that writes `1,5`, Excel splits at `;`, our quotes then
 * close too early, and a message's line break or tab ends the cell as well. Quotes directly after it are skipped there.
 * Full-width signs are taken for plain ones by some versions. Source: OWASP, CSV injection.
 */
const FORMULA = /(^|[;\t\r\n])(?="*[=+\-@＝＋－＠])/g;
/** White space that a spreadsheet drops from the start of a cell, so that what follows it would be the start. */
const DROPPED = /^(?=[\t\r\n])/;

/**
 * A row of RFC 4180, each cell quoted. An apostrophe stands before whatever a spreadsheet would run as a formula, in
 * countries with `,` and with `;` as the separator, and control and format characters are visible marks.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const plain = markControls(text).replace(FORMULA, "$1'").replace(DROPPED, "'");
  return `"${plain.replaceAll('"', '""')}"`;
}
