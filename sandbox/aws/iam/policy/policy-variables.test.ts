import { expect, test } from "vitest";
import cases from "#sandbox/aws/iam/cases/policy-variables.json" with { type: "json" };
import { expandVariables } from "./policy-variables.ts";
import { asLiteral } from "./wildcard.ts";

interface Case {
  readonly name: string;
  readonly pattern: string;
  /** Text between `<` and `>` is literal, without wildcards; null when the value matches nothing. */
  readonly becomes: string | null;
}
const table: readonly Case[] = cases;
const context = new Map<string, readonly string[]>([
  ["aws:username", ["ann*"]],
  ["aws:tagkeys", ["a", "b"]],
  ["aws:empty", []],
]);

test.each(table)("$name: $pattern", ({ pattern, becomes }) => {
  const expanded = becomes?.replace(/<([^>]*)>/g, (_, text: string) => asLiteral(text));
  expect(expandVariables(pattern, "2012-10-17", context)).toBe(expanded);
});

test("version 2008-10-17 has no policy variables", () => {
  for (const { pattern } of table) expect(expandVariables(pattern, "2008-10-17", context)).toBe(pattern);
});
