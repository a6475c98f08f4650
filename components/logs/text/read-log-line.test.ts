import { expect, test } from "vitest";
import { readLogLine } from "./read-log-line.ts";

test.each([
  ["no JSON", "GET /health 200", null, false],
  ["half a JSON line, as text", '{"level":"error"', "error", false],
  ["a JSON array, as text", '["fine"]', null, false],
  ["a level nobody knows", '{"level":"purple"}', null, true],
  ["a level that is an object", '{"level":{"a":1}}', null, true],
  ["a JSON line with a level", '{"level":"error","msg":"x"}', "error", true],
  ["a JSON line with a numeric level", '{"level":50}', "error", true],
  ["severity", '{"severity":"WARNING"}', "warn", true],
  ["a plain line with a level word", "2026-11-24 ERROR out of memory", "error", false],
  ["a word that only contains a level", "terror in the errors folder", null, false],
])("%s", (_name, message, level, hasFields) => {
  const line = readLogLine(message);
  expect(line.level).toBe(level);
  expect(line.fields !== null).toBe(hasFields);
});
