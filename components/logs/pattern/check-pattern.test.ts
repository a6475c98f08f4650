import { expect, test } from "vitest";
import { checkPattern } from "./check-pattern.ts";

test.each([
  ['"not closed', "Unterminated string"],
  ["%regex", "Unterminated regular expression"],
  ["{ $.level = ", "Missing }"],
  ["{ level = 1 }", "starts with a field"],
  ["{ $.level }", "needs a comparison"],
  ["{ $.level == 1 }", "Use = instead of =="],
  ["{ ($.a = 1 }", "Unbalanced parenthesis"],
  ["{ $.a = 1 && }", "starts with a field"],
  ["[ip, user", "Missing ]"],
  ["user(name)", 'double quotes: "user(name)"'],
  ["status=500", "{ $.status = 500 }"],
  ["level=error", '{ $.level = "error" }'],
  ["x".repeat(1025), "up to 1024"],
])("reports a pattern that AWS would reject: %s", (pattern, problem) => {
  expect(checkPattern(pattern)).toContain(problem);
});

test.each([
  "",
  "ERROR",
  "ERROR -timeout ?retry",
  '"a phrase, with (punctuation)" -not',
  '{ $.level = "error" }',
  '{ ($.status >= 500 || $.ms > 1000) && $.path != "/health (old)" }',
  "{ $.user IS NULL }",
  "{ $.user NOT EXISTS }",
  "{ $.items[0].id = 3 }",
  "{ $.msg = %timed out% }",
  "%ERROR [0-9]+%",
  "[ip, user, status = 5*]",
])("reports nothing for a pattern that AWS accepts: %s", (pattern) => {
  expect(checkPattern(pattern)).toBeNull();
});
