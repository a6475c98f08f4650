import { globSync } from "node:fs";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { withInstalled } from "#db/testing/installed-database.ts";
import { urlFor } from "#db/testing/test-database.ts";
import { createDatabase } from "./create-database.ts";
import { createRoles, scramVerifier } from "./create-roles.ts";
import { migrate } from "./migrate.ts";
import { migrationsPending } from "./migrations-pending.ts";

const root = join(import.meta.dirname, "..", "..");
const admin = () => inject("sallyportPostgres");

async function asAdmin(statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: admin() });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

test("two migrations at the same time are applied once, and migrationsPending returns the right number before and after", async () => {
  await createDatabase(admin(), "twice");
  const owner = urlFor(admin(), "sp_owner", "twice");
  expect(await migrationsPending(owner)).toBeGreaterThan(0);
  const applied = await Promise.all([migrate(owner), migrate(owner)]);
  expect(applied.sort()).toEqual([0, Math.max(...applied)]);
  for (const role of ["sp_app", "sp_staff", "sp_worker", "sp_signin"])
    expect(await migrationsPending(urlFor(admin(), role, "twice"))).toBe(0);
  await asAdmin("drop database twice with (force)");
});

test("a database of before the first release is refused with one sentence, and nothing in it changes", async () => {
  await createDatabase(admin(), "unreleased");
  const url = urlFor(admin(), "sp_owner", "unreleased");
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query("create schema drizzle; create table connections (id int); grant select on connections to public");
  await expect(migrate(url)).rejects.toThrow(/^This database was created before the first release .* delete the folder \.data\.$/);
  const { rows } = await owner.query(
    "select has_table_privilege('sp_app', 'connections', 'select') as reads, to_regnamespace('installation') as installed",
  );
  expect(rows).toEqual([{ reads: true, installed: null }]);
  await owner.end();
  await asAdmin("drop database unreleased with (force)");
});

const TYPES: Readonly<Record<string, string>> = { "timestamp with time zone": "timestamptz", "character varying(255)": "varchar(255)" };

test("db/schema and the database have the same tables, columns, types and nullability", async () => {
  const modules = await Promise.all(globSync("db/schema/*.ts", { cwd: root }).map((file) => import(join(root, file))));
  const tables = modules.flatMap((module) => Object.values(module)).filter((value) => is(value, PgTable));
  const described = tables.flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return columns.map((column) => `${name}.${column.name} ${typeOf(column.getSQLType())}${column.notNull ? " not null" : ""}`);
  });
  await withInstalled("described", async (owner) => {
    const { rows } = await owner.query<{ name: string; type: string; required: boolean }>(
      `select format('%s.%s', relname, attname) as name, format_type(atttypid, atttypmod) as type, attnotnull as required
         from pg_attribute join pg_class c on c.oid = attrelid
        where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped`,
    );
    const real = rows.map(({ name, type, required }) => `${name} ${typeOf(type)}${required ? " not null" : ""}`);
    expect(described.toSorted()).toEqual(real.toSorted());
  });
});

const typeOf = (type: string) => TYPES[type] ?? type;

test("a login without CREATEROLE gets `ready` if all roles exist", async () => {
  expect(await createRoles(urlFor(admin(), "sp_staff", "postgres"))).toEqual({ kind: "ready", created: [], passwordsSet: [] });
});

test("a login with only CREATEROLE and CREATEDB can install a database", async () => {
  await asAdmin("create role founder login createrole createdb");
  const founder = urlFor(admin(), "founder", "postgres");
  await asAdmin("grant sp_owner to founder with admin option");
  expect(await createRoles(founder)).toMatchObject({ kind: "ready" });
  await createDatabase(founder, "founded");
  expect(await migrate(urlFor(admin(), "founder", "founded"))).toBeGreaterThan(0);
  const owners = await asAdmin("select datdba::regrole::text as owner from pg_database where datname = 'founded'");
  expect(owners.rows).toEqual([{ owner: "sp_owner" }]);
  await asAdmin("drop database founded with (force)");
  await asAdmin("drop owned by founder cascade");
  await asAdmin("drop role founder");
});

test("a SCRAM verifier is stored as it is, and does not contain the password", async () => {
  const verifier = scramVerifier("correct-horse");
  expect(verifier).not.toContain("correct-horse");
  await asAdmin(`create role guest login password '${verifier}'`);
  const { rows } = await asAdmin("select rolpassword from pg_authid where rolname = 'guest'");
  expect(rows).toEqual([{ rolpassword: verifier }]);
  await asAdmin("drop role guest");
});
