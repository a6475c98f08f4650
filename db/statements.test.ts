import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const shipped = globSync("{app,db,lib,worker}/**/*.ts").filter((file) => !/\.test\.ts$|\/testing\/|^db\/walls\//.test(file));

test("no statement is put together from text: what a person sends is a parameter", () => {
  expect(shipped.length).toBeGreaterThan(300);
  const raw = shipped.filter((file) => /\bsql\.raw\(|\.query(?:<[^(]*>)?\(\s*`[^`]*\$\{/.test(readFileSync(file, "utf8")));
  // Databases, roles and grants can't be parameters; only commands of whoever runs the database make them.
  expect(raw.toSorted()).toEqual(["db/migrations/create-database.ts", "db/migrations/create-roles.ts", "db/migrations/limit-rights.ts"]);
});

test("a column's or a table's name never comes from a request: identifiers are made in two places, of our own schema", () => {
  const named = shipped.filter((file) => readFileSync(file, "utf8").includes("sql.identifier("));
  expect(named.toSorted()).toEqual(["db/insert-named-columns.ts", "db/schema/policies.ts"]);
});
