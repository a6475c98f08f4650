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

async function withClients(url: string, count: number, work: (...clients: pg.Client[]) => Promise<void>): Promise<void> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  await work(...clients);
  await Promise.all(clients.map((client) => client.end()));
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

test.each(["session_of('x')", "use_session('x', 5)"])(
  "a new request that waits for a migration in %s holds no table that the migration needs",
  async (call) => {
    await withInstalled("waiting", async (migration, url) => {
      await withClients(url, 2, async (request, watcher) => {
        const { rows } = await request.query<{ pid: number }>("select pg_backend_pid() as pid");
        const locks = async (granted: boolean) => {
          const text = `select relation::regclass::text as name from pg_locks join pg_class c on c.oid = relation
            where pid = $1 and granted = $2 and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
          return (await watcher.query<{ name: string }>(text, [rows[0]?.pid, granted])).rows.map(({ name }) => name);
        };
        await migration.query("begin; lock table sessions in access exclusive mode");
        const answered = request.query(`begin; select * from ${call}`);
        await expect.poll(() => locks(false), PATIENCE).toEqual(["sessions"]);
        expect(await locks(true)).toEqual([]);
        await migration.query("commit");
        await answered;
        await request.query("commit");
      });
    });
  },
);
