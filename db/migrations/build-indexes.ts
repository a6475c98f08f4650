import pg from "pg";
import type { MigrationFile } from "./migration-files.ts";

/** An index that a migration creates: its statement after `create`, its name and its table. */
interface NewIndex {
  readonly unique: string;
  readonly name: string;
  readonly table: string;
  /** From `on` to the end of the statement. */
  readonly rest: string;
}

const INDEX = /^create (unique )?index (if not exists )?(\w+)\s+(on (\w+)[^;]*);/gm;
const TABLE = /^create table (?:if not exists )?(\w+)/gm;

/**
 * The indexes of a migration on tables that exist before it. `ahead` are those that can be built before the migration. `blocking` don't say
 * `if not exists`, so the migration itself must build them, in its transaction, in which all requests wait.
 */
export function indexesOnEarlierTables(sql: string): { readonly ahead: readonly NewIndex[]; readonly blocking: readonly string[] } {
  const own = new Set([...sql.matchAll(TABLE)].map(([, table]) => table));
  const [ahead, blocking]: [NewIndex[], string[]] = [[], []];
  for (const [, unique = "", ifNotExists, name = "", rest = "", table = ""] of sql.matchAll(INDEX)) {
    if (own.has(table)) continue;
    if (ifNotExists === undefined) blocking.push(name);
    else ahead.push({ unique, name, table, rest });
  }
  return { ahead, blocking };
}

/** Codes of Postgres for a column, a table or a function that only the migration itself creates. */
const NOT_YET = new Set(["42703", "42P01", "42883"]);

/**
 * Builds the indexes of pending migrations on tables that exist already, before the transaction of the migrations, in which all requests
 * wait. CREATE INDEX CONCURRENTLY lets requests read and write meanwhile, however large the table is, and can't run in a transaction:
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY. The migration then finds the index. What an
 * ended attempt left unfinished is dropped first.
 * @param client is logged in as sp_owner, or has SET ROLE to it, and holds the lock of `migrate`
 * @throws pg.DatabaseError if an index can't be built, such as a unique one on rows that are not
 */
export async function buildIndexes(
  client: pg.ClientBase,
  migrations: readonly MigrationFile[],
  onProgress: (text: string) => void,
): Promise<void> {
  for (const { sql } of await pendingOf(client, migrations))
    for (const index of indexesOnEarlierTables(sql).ahead) {
      const state = await stateOf(client, index);
      if (state === "no table" || state === "built") continue;
      if (state === "unfinished") await client.query(`drop index concurrently if exists ${index.name}`);
      onProgress(`building the index ${index.name} while requests are served ...`);
      await build(client, index);
    }
}

async function build(client: pg.ClientBase, { unique, name, rest }: NewIndex): Promise<void> {
  try {
    await client.query(`create ${unique}index concurrently ${name} ${rest}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && NOT_YET.has(error.code ?? ""))) throw error;
  }
}

/** The migrations that were not applied yet; none of a new database, in which there is nothing to wait for. */
async function pendingOf(client: pg.ClientBase, migrations: readonly MigrationFile[]): Promise<readonly MigrationFile[]> {
  const installed = await client.query("select to_regclass('installation.applied_files') is not null as yes");
  if (installed.rows[0]?.yes !== true) return [];
  const { rows } = await client.query<{ file: string }>("select distinct file from installation.applied_files");
  const applied = new Set(rows.map(({ file }) => file));
  return migrations.filter(({ file }) => !applied.has(file));
}

async function stateOf(client: pg.ClientBase, { name, table }: NewIndex): Promise<"no table" | "missing" | "unfinished" | "built"> {
  const { rows } = await client.query<{ has_table: boolean; valid: boolean | null }>(
    `select to_regclass('public.' || $1) is not null as has_table,
       (select indisvalid from pg_index where indexrelid = to_regclass('public.' || $2)) as valid`,
    [table, name],
  );
  const [found] = rows;
  if (found === undefined || !found.has_table) return "no table";
  if (found.valid === null) return "missing";
  return found.valid ? "built" : "unfinished";
}
