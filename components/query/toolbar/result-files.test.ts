import { expect, test } from "vitest";
import { resultPieces, resultText } from "./result-files.ts";

const TABLE = {
  columns: ["@timestamp", "message", "n", "@ptr"],
  rows: [
    ["2026-11-30 10:00:00.000", '=cmd|"x"', "-5", "secret-pointer"],
    ["2026-11-30 10:00:01.000", "<b>two|lines</b>\nhere", null, "p"],
  ],
};

test.each(["csv", "ndjson", "markdown"] as const)("%s has no pointer to an event", (format) => {
  expect(resultText(TABLE, format)).not.toMatch(/@ptr|secret-pointer/);
});

test("a text that a spreadsheet would run as a formula is only text in CSV", () => {
  expect(resultText(TABLE, "csv").split("\r\n").slice(1)).toEqual([
    `"2026-11-30 10:00:00.000","'=cmd|""x""","'-5"`,
    '"2026-11-30 10:00:01.000","<b>two|lines</b>\nhere",""',
    "",
  ]);
});

test("a missing field is missing in NDJSON", () => {
  expect(
    resultText(TABLE, "ndjson")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { "@timestamp": "2026-11-30 10:00:00.000", message: '=cmd|"x"', n: "-5" },
    { "@timestamp": "2026-11-30 10:00:01.000", message: "<b>two|lines</b>\nhere" },
  ]);
});

test("markup in a value stays text in Markdown, and a row stays on one line", () => {
  expect(resultText(TABLE, "markdown").split("\n")[3]).toBe("| 2026-11-30 10:00:01.000 | \\<b\\>two\\|lines\\</b\\> here |  |");
});

test.each(["csv", "ndjson", "markdown"] as const)("control characters are only marks or escapes in %s", (format) => {
  const text = resultText({ columns: ["a"], rows: [["x\u001b[2J\u202e"]] }, format);
  expect(text).not.toContain("\u001b");
  expect(text).not.toContain("\u202e");
});

test("a file of many rows has its head once, and all rows in the order shown", () => {
  const rows = Array.from({ length: 12_001 }, (_, n) => [String(n)]);
  const pieces = resultPieces({ columns: ["n"], rows }, "csv", { order: [...rows.keys()].toReversed() });
  expect(pieces.length).toBeGreaterThan(2);
  const lines = pieces.join("").split("\r\n");
  expect([lines.length, lines[0], lines[1], lines.at(-2)]).toEqual([12_003, '"n"', '"12000"', '"0"']);
});

test("a hidden column is left out, and the others come in the order in which they are shown", () => {
  const columns = [
    { name: "n", at: 2 },
    { name: "@ptr", at: 3 },
    { name: "@timestamp", at: 0 },
  ];
  expect(resultText(TABLE, "markdown", { columns, order: [1, 0] }).split("\n")).toEqual([
    "| n | @timestamp |",
    "| --- | --- |",
    "|  | 2026-11-30 10:00:01.000 |",
    "| -5 | 2026-11-30 10:00:00.000 |",
    "",
  ]);
});
