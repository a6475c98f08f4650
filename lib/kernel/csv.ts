/** A row of RFC 4180, each cell quoted. A cell that a spreadsheet would run as a formula begins with an apostrophe. Source: 04-security §3.13. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const plain = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
