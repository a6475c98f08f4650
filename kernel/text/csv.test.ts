import { expect, test } from "vitest";
import { csvRow } from "./csv.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", "\r\nx", "\n=1+1", "＝1", "＋1", "－1", "＠x"])(
  "the cell %j is not a formula in the output",
  (cell) => {
    expect(csvRow([cell])).toMatch(/^"'/);
  },
);

test("a carriage return without a line feed becomes a visible mark, since some spreadsheets end a row there", () => {
  expect(csvRow(["\rx", "a\r=1"])).toBe('"␍x","a␍=1"\r\n');
});

/**
 * Reads cells as Excel does where `;` is the separator: a quote counts only at the start of a cell, and text after the
 * closing quote is kept.
 */
function readBySemicolons(file: string): string[] {
  const cells: string[] = [];
  let [cell, quoted, begun] = ["", false, false];
  for (let at = 0; at < file.length; at++) {
    const character = file[at] ?? "";
    if (quoted && character === '"' && file[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (character === '"' && (quoted || !begun)) [quoted, begun] = [!quoted, true];
    else if (!quoted && /[;\t\r\n]/.test(character)) {
      cells.push(cell);
      [cell, begun] = ["", false];
    } else [cell, begun] = [cell + character, true];
  }
  return [...cells, cell];
}

test.each([
  ";=1+1",
  'x;=HYPERLINK("http://evil.example/";"x")',
  ';"=1+1"',
  ';""=1+1',
  "x;+1",
  "x;-1",
  "x;@SUM(A1)",
  "x;＝1",
  "x\n=1+1",
  "x\r\n=1+1",
  "x\t=1+1",
  "x\n;=1+1",
  'x"\n"=1+1',
])("no cell starts with a formula where the separator is a semicolon: %j", (message) => {
  const file = csvRow(["2026-11-24T12:00:00.000Z", "s", message, "last"]) + csvRow([message, message]);
  expect(readBySemicolons(file).filter((cell) => /^"*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
});

test("quotes are doubled; commas and line breaks stay in their cell", () => {
  expect(csvRow(['a"b', "c,d", "e\r\nf", ""])).toBe('"a""b","c,d","e\r\nf",""\r\n');
});

test("C0, C1 and bidirectional control characters become visible marks", () => {
  expect(csvRow(["\u001b[2J", "\u009b2J\u0085", "a\u202eb\u2066\u200f", "\u200b=1", "ö…"])).toBe(
    '"␛[2J","<U+009B>2J<U+0085>","a<U+202E>b<U+2066><U+200F>","<U+200B>=1","ö…"\r\n',
  );
});
