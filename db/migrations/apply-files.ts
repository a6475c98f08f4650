import type pg from "pg";
import { RUNTIME_ROLES } from "./database-roles.ts";
import { InstallRefused } from "./install-refused.ts";
import { lockTables } from "./lock-tables.ts";
import { type MigrationFile, type MigrationFiles, manifestOf } from "./migration-files.ts";

/** A file whose SQL failed. The message names the file; the cause is the database's error. */
class FileFailed extends Error {
  override readonly name = "FileFailed";

  constructor(file: string, cause: unknown) {
    super(`db/${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/**
 * Applies the pending migrations and the changed definitions in one transaction: functions that tables need, migrations, functions,
 * policies. After a migration, all definitions are applied, because one that recreates a table drops its triggers, policies and
 * grants. Returns the files that are new or changed.
 * @param client is logged in as sp_owner, or has SET ROLE to it, and holds the lock of `migrate`
 * @throws InstallRefused if the database has migrations or definitions that the files do not have, or a migration was changed
 * @throws FileFailed
 */
export async function applyFiles(client: pg.ClientBase, files: MigrationFiles): Promise<readonly string[]> {
  await client.query("begin");
  try {
    await client.query(`create schema if not exists installation;
      create table if not exists installation.applied_files (
        file text not null, sha256 text not null, applied_at timestamptz not null default clock_timestamp(),
        seq bigint generated always as identity primary key)`);
    const applied = await newestApplied(client);
    refuseUnknown(applied, files.migrations);
    await refuseOlder(client, files);
    const changed = (list: readonly MigrationFile[]) => list.filter(({ file, sha256 }) => applied.get(file) !== sha256);
    const pending = {
      first: changed(files.first),
      migrations: files.migrations.filter(({ file }) => !applied.has(file)),
      functions: changed(files.functions),
      policies: changed(files.policies),
    };
    const list = Object.values(pending).flat();
    if (list.length > 0) {
      await lockTables(client);
      const before = await sourcesOf(client);
      const all = pending.migrations.length > 0;
      // A function may call one of a later file. All are checked at the end.
      await client.query("set local check_function_bodies = off");
      for (const file of pending.first) await naming(file, applyFunctions(client, file));
      for (const file of pending.migrations) await naming(file, client.query(file.sql));
      for (const file of all ? files.functions : pending.functions) await naming(file, applyFunctions(client, file));
      for (const file of all ? files.policies : pending.policies) await naming(file, applyPolicies(client, file));
      await refuseUndefined(client, [...files.first, ...files.functions, ...files.policies]);
      await checkFunctions(client, [...files.first, ...files.functions]);
      await rebuildIndexes(client, before);
      for (const { file, sha256 } of list)
        await client.query("insert into installation.applied_files (file, sha256) values ($1, $2)", [file, sha256]);
    }
    await client.query("commit");
    return list.map(({ file }) => file);
  } catch (error) {
    // If the connection is broken, the database rolls back by itself. The first error is the one that says why.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function naming<T>({ file }: MigrationFile, applied: Promise<T>): Promise<T> {
  try {
    return await applied;
  } catch (error) {
    throw new FileFailed(file, error);
  }
}

/**
 * Refuses to put back definitions of an earlier release: the database had this text of the file before, and has another one now.
 * @throws InstallRefused
 */
async function refuseOlder(client: pg.ClientBase, files: MigrationFiles): Promise<void> {
  const { rows } = await client.query<{ file: string }>(
    `select file from jsonb_each_text($1) as own(file, sha256)
      where exists (select from installation.applied_files a where (a.file, a.sha256) = (own.file, own.sha256))
        and own.sha256 <> (select a.sha256 from installation.applied_files a where a.file = own.file order by seq desc limit 1)
      order by file`,
    [JSON.stringify(manifestOf(files))],
  );
  const [first] = rows;
  if (first !== undefined)
    throw new InstallRefused(
      `The database has definitions of a newer release (db/${first.file}). Run sallyport migrate of that release. If this release is the newer one and restores an earlier text, change a comment in that file.`,
    );
}

/** The source of each function, to find those that change. */
async function sourcesOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ sources: string }>(
    "select coalesce(jsonb_object_agg(oid::bigint, md5(prosrc)), '{}')::text as sources from pg_proc where pronamespace = 'public'::regnamespace",
  );
  return rows[0]?.sources ?? "{}";
}

/** An index on a function has values of its earlier source, so searches would miss rows: such indexes are built again. */
async function rebuildIndexes(client: pg.ClientBase, before: string): Promise<void> {
  await runGenerated(
    client,
    `select distinct format('reindex index %s', d.objid::regclass) as statement from pg_depend d
       join pg_proc p on d.refclassid = 'pg_proc'::regclass and p.oid = d.refobjid
       join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid and c.relkind = 'i'
      where md5(p.prosrc) <> $1::jsonb->>(p.oid::bigint)::text`,
    [before],
  );
}

async function newestApplied(client: pg.ClientBase): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ file: string; sha256: string }>(
    "select distinct on (file) file, sha256 from installation.applied_files order by file, seq desc",
  );
  return new Map(rows.map(({ file, sha256 }) => [file, sha256]));
}

function refuseUnknown(applied: ReadonlyMap<string, string>, migrations: readonly MigrationFile[]): void {
  const known = new Map(migrations.map(({ file, sha256 }) => [file, sha256]));
  for (const [file, sha256] of applied) {
    if (!file.startsWith("migrations/")) continue;
    if (!known.has(file))
      throw new InstallRefused(`The database was migrated by a newer release (db/${file}). Run sallyport migrate of that release.`);
    if (known.get(file) !== sha256)
      throw new InstallRefused(`db/${file} was changed after it was applied to this database. Restore it, and add a new migration.`);
  }
}

const names = (file: MigrationFile, pattern: RegExp) => [...file.sql.matchAll(pattern)].map((match) => match[1] ?? "");
const FUNCTIONS = /^create or replace function (\w+)/gm;
const TRIGGERS = /^create or replace trigger (\w+ [^;]*? on \w+)/gm;
const POLICIES = /^create policy (\w+ on \w+)/gm;
const POLICY_TABLES = /^-- (\w+)(?::|$)/gm;

/** Grants are only in the file, so rights that it no longer grants are revoked first. */
async function applyFunctions(client: pg.ClientBase, file: MigrationFile): Promise<void> {
  await runGenerated(
    client,
    `select format('revoke all on function %s from public, %s', oid::regprocedure, $2::text) as statement
       from pg_proc where pronamespace = 'public'::regnamespace and proname = any ($1)`,
    [names(file, FUNCTIONS), RUNTIME_ROLES.join(", ")],
  );
  await client.query(file.sql);
}

/** The same for the policies of the file's tables and the grants on them. Revoking a right on a table revokes it on its columns too. */
async function applyPolicies(client: pg.ClientBase, file: MigrationFile): Promise<void> {
  await runGenerated(
    client,
    `with tables as (select relname, oid from pg_class where relnamespace = 'public'::regnamespace and relname = any ($1))
     select format('drop policy %I on %I', p.polname, t.relname) as statement from tables t join pg_policy p on p.polrelid = t.oid
     union all
     select format('revoke all on %I from public, %s', relname, $2::text) from tables`,
    [names(file, POLICY_TABLES), RUNTIME_ROLES.join(", ")],
  );
  await client.query(file.sql);
}

/** Runs the statements that a query of the catalog returns, with quoted names. */
async function runGenerated(client: pg.ClientBase, query: string, values: readonly unknown[]): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(query, [...values]);
  for (const { statement } of rows) await client.query(statement);
}

/**
 * @throws InstallRefused if the database has a function, trigger or policy that no file defines, a function twice, or a table without
 *   a section in the policies: its grants would stay
 */
async function refuseUndefined(client: pg.ClientBase, files: readonly MigrationFile[]): Promise<void> {
  const all = (pattern: RegExp) => files.flatMap((file) => names(file, pattern));
  const triggers = all(TRIGGERS).map((text) => `${text.split(" ")[0]} on ${text.split(" ").at(-1)}`);
  const { rows } = await client.query<{ kind: string; name: string }>(
    `select 'function' as kind, oid::regprocedure::text as name from pg_proc where pronamespace = 'public'::regnamespace
        and (proname <> all ($1) or exists (select from pg_proc o where o.pronamespace = pg_proc.pronamespace
          and o.proname = pg_proc.proname and o.oid > pg_proc.oid))
     union all
     select 'trigger', format('%s on %s', tgname, tgrelid::regclass) from pg_trigger join pg_class c on c.oid = tgrelid
      where not tgisinternal and relnamespace = 'public'::regnamespace and format('%s on %s', tgname, relname) <> all ($2)
     union all
     select 'table', relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname <> all ($4)
     union all
     select 'policy', format('%s on %s', policyname, tablename) from pg_policies
      where schemaname = 'public' and format('%s on %s', policyname, tablename) <> all ($3)
     order by 1, 2`,
    [all(FUNCTIONS), triggers, all(POLICIES), all(POLICY_TABLES)],
  );
  const [first] = rows;
  if (first === undefined) return;
  const tables = rows.filter(({ kind }) => kind === "table").map(({ name }) => name);
  if (tables.length > 0)
    throw new InstallRefused(
      `No file in db/policies has a section for this table: ${tables.join(", ")}. Add "-- ${tables[0]}" with its policies and grants, or drop the table in a migration.`,
    );
  const found = rows.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  throw new InstallRefused(`No file in db/functions or db/policies defines this any more: ${found}. Drop it in a migration.`);
}

/** Checks the bodies of all functions now that everything exists. @throws FileFailed */
async function checkFunctions(client: pg.ClientBase, files: readonly MigrationFile[]): Promise<void> {
  await client.query("set local check_function_bodies = on");
  for (const file of files)
    await naming(
      file,
      client.query(
        `select case l.lanname when 'sql' then pg_catalog.fmgr_sql_validator(p.oid) else pg_catalog.plpgsql_validator(p.oid) end
          from pg_proc p join pg_language l on l.oid = p.prolang
          where p.pronamespace = 'public'::regnamespace and l.lanname in ('sql', 'plpgsql') and p.proname = any ($1)`,
        [names(file, FUNCTIONS)],
      ),
    );
}
