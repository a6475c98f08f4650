import { createHash } from "node:crypto";
import type pg from "pg";
import { expect, test } from "vitest";
import { withInstalled } from "#db/testing/installed-database.ts";
import { migrate } from "./migrate.ts";
import { type MigrationFile, type MigrationFiles, readMigrationFiles } from "./migration-files.ts";
import { migrationsPending } from "./migrations-pending.ts";

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
    const without = withFunctions("functions/security-contacts.sql", (sql) =>
      sql.replaceAll("function contact_by_hash(", "function contact_named("),
    );
    await expect(migrate(url, quiet, without)).rejects.toThrow(/function contact_by_hash\(text\).*Drop it in a migration/);
    expect(await sourceOf(owner, "contact_named")).toBeUndefined();
    const drop = fileOf("migrations/0998_drop.sql", "-- kind: contract\ndrop function contact_by_hash(text);\n");
    expect(await migrate(url, quiet, { ...without, migrations: [...files.migrations, drop] })).toBe(2);
    await owner.query("create trigger extra before delete on users for each row execute function refuse_change()");
    const more = { ...without, migrations: [...files.migrations, drop, fileOf("migrations/0999_none.sql", "select 1;")] };
    await expect(migrate(url, quiet, more)).rejects.toThrow("trigger extra on users");
    await owner.query("drop trigger extra on users; create table extra (id int); create policy extra on extra using (true)");
    const section = { ...more, policies: [...more.policies, fileOf("policies/zz.sql", "-- extra\ngrant select on extra to sp_app;\n")] };
    await expect(migrate(url, quiet, more)).rejects.toThrow(/^No file in db\/policies has a section for this table: extra\./);
    expect(await migrate(url, quiet, section)).toBe(2);
    expect((await owner.query("select policyname from pg_policies where policyname = 'extra'")).rows).toEqual([]);
    await expect(
      migrate(url, quiet, {
        ...section,
        policies: more.policies,
        migrations: [...more.migrations, fileOf("migrations/0999_x.sql", "select 2;")],
      }),
    ).rejects.toThrow("section for this table: extra");
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
    await expect(migrate(url)).rejects.toThrow(/^The database has definitions of a newer release \(db\/functions\/members\.sql\)\./);
    expect([await calls(), await sourceOf(owner, "owners_of")]).toEqual([false, expect.stringContaining("m.role = 'member'")]);
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

test("an earlier text of a file that was put back after the text of this release counts as missing", async () => {
  await withInstalled("put_back", async (owner, url) => {
    const put = async (sha256: string) =>
      owner.query("insert into installation.applied_files (file, sha256) values ('functions/members.sql', $1)", [sha256]);
    const own = files.functions.find(({ file }) => file === "functions/members.sql")?.sha256 ?? "";
    await owner.query("update installation.applied_files set sha256 = 'earlier' where file = 'functions/members.sql'");
    expect(await migrationsPending(url)).toBe(1);
    await put(own);
    expect(await migrationsPending(url)).toBe(0);
    await put("of a later release");
    expect(await migrationsPending(url)).toBe(0);
    await put("earlier");
    expect(await migrationsPending(url)).toBe(1);
  });
});

test("definitions are applied again when a migration recreates their table: its trigger, policies and grants are there", async () => {
  await withInstalled("recreated", async (owner, url) => {
    const has = async () =>
      (
        await owner.query(`select (select count(*)::int from pg_trigger where tgrelid = 'saved_searches'::regclass and not tgisinternal) as triggers,
          (select count(*)::int from pg_policies where tablename = 'saved_searches') as policies,
          has_table_privilege('sp_app', 'saved_searches', 'select') as reads`)
      ).rows[0];
    const before = await has();
    expect(before).toMatchObject({ reads: true });
    const recreate = fileOf(
      "migrations/0999_recreate.sql",
      "-- kind: contract\ncreate table copied (like saved_searches including all);\ndrop table saved_searches;\nalter table copied rename to saved_searches;\n",
    );
    expect(await migrate(url, quiet, { ...files, migrations: [...files.migrations, recreate] })).toBe(1);
    expect(await has()).toEqual(before);
  });
});

test("an index on a function is built again when the function changes, so that no search misses a row", async () => {
  await withInstalled("reindexed", async (owner, url) => {
    await owner.query("insert into customers (name) values ('Acme')");
    await owner.query("select write_audit('partner', 'report.viewed', 'user:' || gen_random_uuid(), '{}')");
    const found = async () => {
      await owner.query("set enable_seqscan = off");
      return (
        await owner.query(
          "select event from audit_events where chain = 'partner' and action_of(event, attributes) = 'other' and actor like 'user:%'",
        )
      ).rowCount;
    };
    const changed = files.first.map(({ file, sql }) =>
      fileOf(file, sql.replace(/(function action_of[\s\S]*?\$\$)[\s\S]*?(\$\$;)/, "$1\n  select 'other'::text\n$2")),
    );
    expect(await found()).toBe(0);
    expect(await migrate(url, quiet, { ...files, first: changed })).toBe(1);
    expect(await found()).toBe(1);
  });
});

test("if the connection breaks, the first error is the one that is reported, with its file", async () => {
  await withInstalled("broken", async (_owner, url) => {
    const ends = fileOf("migrations/0999_ends.sql", "select pg_terminate_backend(pg_backend_pid());");
    await expect(migrate(url, quiet, { ...files, migrations: [...files.migrations, ends] })).rejects.toThrow(
      /^db\/migrations\/0999_ends\.sql: /,
    );
  });
});

test("if one file fails, none is applied", async () => {
  await withInstalled("failing", async (owner, url) => {
    const next = fileOf("migrations/0999_next.sql", "alter table users add column next int;");
    const broken = withFunctions("functions/staff.sql", (sql) => sql.replace("from staff", "from no_such_table"));
    await expect(migrate(url, quiet, { ...broken, migrations: [...files.migrations, next] })).rejects.toThrow(
      /^db\/functions\/staff\.sql: .*no_such_table/,
    );
    expect((await owner.query("select from pg_attribute where attname = 'next'")).rows).toEqual([]);
    expect(await migrate(url)).toBe(0);
  });
});
