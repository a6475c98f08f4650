import { createHash } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { withInstalled } from "#db/testing/installed-database.ts";
import { migrate } from "./migrate.ts";
import { type MigrationFiles, readMigrationFiles } from "./migration-files.ts";

const files = readMigrationFiles();
const quiet = () => undefined;
/** The files of a release with one more migration. */
function withNext(sql: string): MigrationFiles {
  const next = { file: "migrations/0999_next.sql", sql, sha256: createHash("sha256").update(sql).digest("hex") };
  return { ...files, migrations: [...files.migrations, next] };
}
const SIZE = "alter table favorite_log_groups add column size int;\nalter table saved_searches add column size int;";
/** Milliseconds. Ends only what hangs. */
const PATIENCE = { interval: 5, timeout: 10_000 };

/** The tables for whose locks a session waits, or that it has locked. */
async function tablesOf(watcher: pg.Client, pid: number, granted: boolean): Promise<readonly string[]> {
  const text = `select relname as name from pg_locks join pg_class c on c.oid = relation
    where pid = $1 and granted = $2 and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  return (await watcher.query<{ name: string }>(text, [pid, granted])).rows.map(({ name }) => name);
}

async function pidOf(client: pg.Client): Promise<number> {
  return (await client.query<{ pid: number }>("select pg_backend_pid() as pid")).rows[0]?.pid ?? 0;
}

async function withClients(url: string, count: number, work: (...clients: pg.Client[]) => Promise<void>): Promise<void> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await work(...clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

test("a migration that another session blocks gives way to requests, and is applied when the lock is free", async () => {
  await withInstalled("locked", async (owner, url) => {
    await owner.query("begin; select count(*) from saved_searches");
    const said: string[] = [];
    const free = (text: string) => {
      said.push(text);
      if (said.length === 1) void owner.query("commit");
    };
    expect(await migrate(url, free, withNext(SIZE))).toBe(1);
    expect(said[0]).toBe("Another session holds a lock on a table. Trying again ...");
  });
});

test("a request that holds one table and needs another one never waits for a migration that changes both, and so is never ended by it", async () => {
  await withInstalled("crossed", async (request, url) => {
    await withClients(url, 1, async (watcher) => {
      await request.query("begin; set local lock_timeout = 1; select count(*) from saved_searches");
      const migrated = migrate(url, quiet, withNext(SIZE));
      const isKeptOut = "select from pg_locks where relation = 'sessions'::regclass and mode = 'AccessExclusiveLock' and granted";
      await expect.poll(async () => (await watcher.query(isKeptOut)).rows.length, PATIENCE).toBe(1);
      for (const table of ["customers", "users", "favorite_log_groups", "audit_events"])
        expect((await request.query(`select from ${table} limit 1`)).command).toBe("SELECT");
      await request.query("commit");
      expect(await migrated).toBe(1);
    });
  });
});

test("a transaction that begins without a session in the middle of a migration waits at its first table, and so is never ended by it", async () => {
  await withInstalled("middle", async (request, url) => {
    await withClients(url, 1, async (watcher) => {
      const pid = await pidOf(request);
      // The migration stops between its two tables for as long as the test holds this lock.
      await watcher.query("select pg_advisory_lock(7)");
      const sql = SIZE.replace("\n", "\nset local lock_timeout = 0; select pg_advisory_xact_lock(7);\n");
      const migrated = migrate(url, quiet, withNext(sql));
      const stopped = "select from pg_locks where locktype = 'advisory' and objid = 7 and not granted";
      await expect.poll(async () => (await watcher.query(stopped)).rows.length, PATIENCE).toBe(1);
      const answered = request.query("begin; select count(*) from saved_searches; select count(*) from favorite_log_groups; commit");
      await expect.poll(() => tablesOf(watcher, pid, false), PATIENCE).toEqual(["saved_searches"]);
      await watcher.query("select pg_advisory_unlock(7)");
      await answered;
      expect(await migrated).toBe(1);
    });
  });
});

test.each(["session_of('x')", "use_session('x', 5)"])(
  "a new request that waits for a migration in %s holds no table that the migration needs",
  async (call) => {
    await withInstalled("waiting", async (migration, url) => {
      await withClients(url, 2, async (request, watcher) => {
        const pid = await pidOf(request);
        await migration.query("begin; lock table sessions in access exclusive mode");
        const answered = request.query(`begin; select * from ${call}`);
        await expect.poll(() => tablesOf(watcher, pid, false), PATIENCE).toEqual(["sessions"]);
        expect(await tablesOf(watcher, pid, true)).toEqual([]);
        await migration.query("commit");
        await answered;
        await request.query("commit");
      });
    });
  },
);
