import { expect, test } from "vitest";
import { resultText } from "./result-files.ts";

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
