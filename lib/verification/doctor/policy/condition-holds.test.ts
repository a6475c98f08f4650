import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { conditionHolds } from "./condition-holds.ts";
import { readConditions } from "./read-condition.ts";
import { readJson } from "./read-json.ts";

interface Case {
  readonly name: string;
  readonly condition: unknown;
  /** Null for a key that is not sent; a missing key has an unknown value. */
  readonly known: Readonly<Record<string, string | null>>;
  readonly holds: string;
  readonly version?: string;
}
const table: readonly Case[] = JSON.parse(readFileSync(new URL("../cases/conditions.json", import.meta.url), "utf8"));

test.each(table)("$name: $holds", ({ condition, known, holds, version }) => {
  const [read, ...more] = readConditions({ at: 0, value: readJson(JSON.stringify(condition)) });
  if (read === undefined || more.length > 0) throw new Error("a case has one condition");
  const context = new Map(Object.entries(known).map(([key, value]) => [key, value ?? undefined]));
  expect(conditionHolds(read, context, version === undefined)).toBe(holds);
});
