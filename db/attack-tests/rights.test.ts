import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ROLES = ["sp_app", "sp_staff", "sp_worker", "sp_signin"];

/** The rights of each role: on tables, on single columns, on functions and on schemas. */
const RIGHTS = `
  select r.rolname as role, c.oid::regclass::text || ': ' || string_agg(lower(x.privilege_type), ', ' order by x.privilege_type) as "right"
    from pg_class c, aclexplode(c.relacl) x join pg_roles r on r.oid = x.grantee
   where r.rolname = any ($1) and c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) group by 1, c.oid
  union all
  select r.rolname, c.oid::regclass::text || ': ' || lower(x.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attname) || ')'
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x join pg_roles r on r.oid = x.grantee
   where r.rolname = any ($1) group by 1, c.oid, x.privilege_type
  union all
  select r.rolname, p.oid::regprocedure::text from pg_proc p, aclexplode(p.proacl) x join pg_roles r on r.oid = x.grantee
   where r.rolname = any ($1) and p.pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
  union all
  select r.rolname, 'schema ' || n.nspname || ': ' || lower(x.privilege_type) from pg_namespace n, aclexplode(n.nspacl) x join pg_roles r on r.oid = x.grantee
   where r.rolname = any ($1)`;

test("each role has exactly the rights that db/attack-tests/rights.json lists", async () => {
  const { rows } = await database.pool("admin").query<{ role: string; right: string }>(RIGHTS, [ROLES]);
  const decided: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync("db/attack-tests/rights.json", "utf8"));
  expect(Object.keys(decided).toSorted()).toEqual(ROLES.toSorted());
  for (const role of ROLES) {
    // pg-boss keeps its statistics in one table for each day.
    const existing = new Set(rows.filter((row) => row.role === role).map(({ right }) => right.replace(/_\d{8}:/, "_DAY:")));
    expect([...existing].toSorted(), role).toEqual(decided[role]?.toSorted());
  }
});
