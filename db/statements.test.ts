import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const shipped = globSync("{app,db,lib,worker}/**/*.ts").filter((file) => !/\.test\.ts$|\/testing\/|^db\/attack-tests\//.test(file));

test("no SQL is concatenated from text: input is always a parameter", () => {
  expect(shipped.length).toBeGreaterThan(300);
  const raw = shipped.filter((file) => /\bsql\.raw\(|\.query(?:<[^(]*>)?\(\s*`[^`]*\$\{/.test(readFileSync(file, "utf8")));
  // The names of databases, roles, tables and indexes can't be parameters. Only the operators' commands create, change and lock them.
  expect(raw.toSorted()).toEqual([
    "db/migrations/build-indexes.ts",
    "db/migrations/create-database.ts",
    "db/migrations/create-roles.ts",
    "db/migrations/limit-rights.ts",
    "db/migrations/lock-tables.ts",
  ]);
});

test("the name of a column or a table never comes from a request: only the policies of our own schema create identifiers", () => {
  const named = shipped.filter((file) => readFileSync(file, "utf8").includes("sql.identifier("));
  expect(named.toSorted()).toEqual(["db/schema/policies.ts"]);
});
