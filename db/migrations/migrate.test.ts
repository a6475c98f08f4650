import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { join } from "node:path";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { urlFor } from "#db/testing/test-database.ts";
import { createDatabase } from "./create-database.ts";
import { createRoles, scramVerifier } from "./create-roles.ts";
import { migrate } from "./migrate.ts";
import { type MigrationFile, type MigrationFiles, readMigrationFiles } from "./migration-files.ts";
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

/** A database of this release, in which `work` runs as sp_owner; dropped afterwards. */
async function withInstalled(name: string, work: (owner: pg.Client, url: string) => Promise<void>): Promise<void> {
  await createDatabase(admin(), name);
  const url = urlFor(admin(), "sp_owner", name);
  try {
    await migrate(url);
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    try {
      await work(owner, url);
    } finally {
      await owner.end();
    }
  } finally {
    await asAdmin(`drop database ${name} with (force)`);
  }
}

const quiet = () => undefined;
const files = readMigrationFiles();
/** The files of a release in which one file of functions is another. */
function withFunctions(file: string, change: (sql: string) => string): MigrationFiles {
  const changed = (one: MigrationFile) => (one.file === file ? fileOf(file, change(one.sql)) : one);
  return { ...files, functions: files.functions.map(changed) };
}
function fileOf(file: string, sql: string): MigrationFile {
  return { file, sql, sha256: createHash("sha256").update(sql).digest("hex") };
}
const sourceOf = async (owner: pg.Client, name: string) =>
  (await owner.query<{ source: string }>("select prosrc as source from pg_proc where proname = $1", [name])).rows[0]?.source;

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

test("a database that has a migration of a newer release is refused", async () => {
  await withInstalled("newer", async (owner, url) => {
    await owner.query("insert into installation.applied_files (file, sha256) values ('migrations/0999_later.sql', 'x')");
    await expect(migrate(url)).rejects.toThrow("The database was migrated by a newer release (db/migrations/0999_later.sql).");
  });
});

test("a migration that was changed after it was applied is refused", async () => {
  await withInstalled("rewritten", async (_owner, url) => {
    const migrations = files.migrations.map((one) => fileOf(one.file, `${one.sql}-- more\n`));
    await expect(migrate(url, quiet, { ...files, migrations })).rejects.toThrow(/0001_people\.sql was changed after it was applied/);
  });
});

test("a function, trigger or policy that the files no longer define is refused by name until a migration drops it", async () => {
  await withInstalled("removed", async (owner, url) => {
    const without = withFunctions("functions/members.sql", (sql) => sql.replaceAll("function owners_of(", "function owners_named("));
    await expect(migrate(url, quiet, without)).rejects.toThrow(/function owners_of\(uuid\).*Drop it in a migration/);
    expect(await sourceOf(owner, "owners_named")).toBeUndefined();
    const drop = fileOf("migrations/0998_drop.sql", "-- kind: contract\ndrop function owners_of(uuid);\n");
    expect(await migrate(url, quiet, { ...without, migrations: [...files.migrations, drop] })).toBe(2);
    await owner.query("create trigger extra before delete on users for each row execute function refuse_change()");
    const more = { ...without, migrations: [...files.migrations, drop, fileOf("migrations/0999_none.sql", "select 1;")] };
    await expect(migrate(url, quiet, more)).rejects.toThrow("trigger extra on users");
    await owner.query("drop trigger extra on users; create policy extra on connections using (true)");
    await expect(migrate(url, quiet, more)).rejects.toThrow("policy extra on connections");
  });
});

test("a function with other arguments is refused while the previous one still exists", async () => {
  await withInstalled("overloaded", async (_owner, url) => {
    const other = withFunctions("functions/members.sql", (sql) => sql.replace("owners_of(c uuid)", "owners_of(c uuid, also text)"));
    await expect(migrate(url, quiet, other)).rejects.toThrow("function owners_of(uuid)");
  });
});

test("a changed function is applied again, and a right that its file no longer grants is revoked", async () => {
  await withInstalled("changed", async (owner, url) => {
    const calls = async () =>
      (await owner.query("select has_function_privilege('sp_worker', 'owners_of(uuid)', 'execute') as may")).rows[0].may;
    expect(await calls()).toBe(true);
    const changed = withFunctions("functions/members.sql", (sql) =>
      sql.replace("grant execute on function owners_of(uuid) to sp_worker;", "").replace("m.role = 'owner'", "m.role = 'member'"),
    );
    expect(await migrate(url, quiet, changed)).toBe(1);
    expect(await calls()).toBe(false);
    expect(await sourceOf(owner, "owners_of")).toContain("m.role = 'member'");
    expect(await migrate(url, quiet, changed)).toBe(0);
    // A process of this release keeps working while its database has the functions of the next one.
    expect(await migrationsPending(url)).toBe(0);
    expect(await migrate(url)).toBe(1);
    expect(await calls()).toBe(true);
  });
});

test("changed policies are applied again: a right or a policy that the file no longer has is gone", async () => {
  await withInstalled("policies", async (owner, url) => {
    const policies = files.policies.map((one) =>
      one.file === "policies/verification.sql"
        ? fileOf(
            one.file,
            one.sql.replace(/create policy staff_and_worker on verification_runs [^;]*;/, "").replace(/grant select, insert on [^;]*;/, ""),
          )
        : one,
    );
    expect(await migrate(url, quiet, { ...files, policies })).toBe(1);
    const { rows } = await owner.query(
      "select has_any_column_privilege('sp_worker', 'verification_runs', 'insert') as inserts, (select count(*)::int from pg_policies where tablename = 'verification_runs') as policies",
    );
    expect(rows).toEqual([{ inserts: false, policies: 2 }]);
  });
});

test("a function in PL/pgSQL that does not compile is not applied", async () => {
  await withInstalled("syntax", async (_owner, url) => {
    const broken = withFunctions("functions/denied-calls.sql", (sql) => sql.replace("perform write_audit(", "perfrom write_audit("));
    await expect(migrate(url, quiet, broken)).rejects.toThrow("syntax error");
    expect(await migrate(url)).toBe(0);
  });
});

test("if one file fails, none is applied", async () => {
  await withInstalled("failing", async (owner, url) => {
    const next = fileOf("migrations/0999_next.sql", "create table next (id int);");
    const broken = withFunctions("functions/staff.sql", (sql) => sql.replace("from staff", "from no_such_table"));
    await expect(migrate(url, quiet, { ...broken, migrations: [...files.migrations, next] })).rejects.toThrow("no_such_table");
    expect((await owner.query("select to_regclass('next') as next")).rows).toEqual([{ next: null }]);
    expect(await migrate(url)).toBe(0);
  });
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
