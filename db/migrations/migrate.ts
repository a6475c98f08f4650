import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { problemSentence, reportRights } from "#db/role-rights.ts";
import { applyFiles } from "./apply-files.ts";
import { buildIndexes } from "./build-indexes.ts";
import { RUNTIME_ROLES } from "./database-roles.ts";
import { foreignDatabase, InstallRefused } from "./install-refused.ts";
import { limitRights } from "./limit-rights.ts";
import { TablesInUse } from "./lock-tables.ts";
import { type MigrationFiles, readMigrationFiles } from "./migration-files.ts";

/**
 * Applies all pending migrations and all changed definitions in one transaction, after building their indexes on existing tables while
 * requests are served. Each time, also with none pending, it limits the
 * rights on the database and checks the rights of the runtime roles. Concurrent calls wait for each other. Returns how many files were
 * applied; the table `installation.applied_files` records them.
 * @param ownerUrl logs in as sp_owner or a member of it
 * @throws InstallRefused if sp_owner does not own the database, if the database is older than the first release or newer than this one,
 *   if a runtime role has rights that it must not have, or if another session keeps a lock that a migration needs
 */
export async function migrate(
  ownerUrl: string,
  onProgress: (text: string) => void = () => undefined,
  files: MigrationFiles = readMigrationFiles(),
): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  // A connection that breaks also rejects the query that is running. Without a listener the event would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await waitForTurn(client);
    await refuseForeignOwner(client);
    await client.query("set role sp_owner");
    await refuseUnreleased(client);
    await limitRights(client);
    await buildIndexes(client, files.migrations, onProgress);
    const applied = await whenUnlocked(() => applyFiles(client, files), onProgress);
    if (applied.length > 0) onProgress(`applied ${applied.map((file) => `db/${file}`).join(", ")}`);
    const { problems, outdated } = await reportRights(client, RUNTIME_ROLES);
    if (outdated !== undefined) onProgress(outdated);
    if (problems.length > 0) throw new InstallRefused(problems.map(problemSentence).join("\n"));
    return applied.length;
  } finally {
    await client.end();
  }
}

/** Milliseconds between two questions whether another call migrates. */
const PAUSE_MS = 500;

/**
 * Waits until no other call migrates. It asks again and again instead of waiting in one statement: CREATE INDEX CONCURRENTLY of the other call
 * waits for every statement that began before it, so the two would wait for each other.
 */
async function waitForTurn(client: pg.ClientBase): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtext('sallyport.migrate')) as mine");
    if (rows[0]?.mine === true) return;
    await wait(PAUSE_MS);
  }
}

/** Codes of Postgres: a lock was not free in time, all locks together were not, or two transactions waited for each other. */
const LOCKED = ["55P03", "57014", "40P01"];
const ATTEMPTS = 40;
/** Milliseconds between two attempts, in which the requests that waited are served. */
const REST_MS = 1000;

/**
 * Applies files, again if another session holds a lock that they need: a request, a backup, an open terminal. Nothing was changed then, and
 * requests are served in between.
 * @throws InstallRefused after one to two minutes
 */
async function whenUnlocked<T>(apply: () => Promise<T>, onProgress: (text: string) => void): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await apply();
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof pg.DatabaseError ? error.cause : error;
      const isLocked = cause instanceof TablesInUse || (cause instanceof pg.DatabaseError && LOCKED.includes(cause.code ?? ""));
      if (!isLocked) throw error;
      if (attempt === ATTEMPTS)
        throw new InstallRefused(
          "Another session holds a lock on a table, such as a backup or an open terminal. Nothing was changed. Find it in pg_stat_activity, end it, and run `sallyport migrate` again.",
          { cause: error },
        );
      if (attempt === 1) onProgress("Another session holds a lock on a table. Trying again ...");
      await wait(REST_MS);
    }
  }
}

/** Only the owner of a database can revoke the rights of PUBLIC on it. For any other role REVOKE only prints a notice. */
async function refuseForeignOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; owner: string }>(
    "select datname as name, pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()",
  );
  const [database] = rows;
  if (database === undefined || database.owner === "sp_owner") return;
  throw foreignDatabase(database.name, database.owner);
}

/** Before the first release the migrations were others, recorded in the schema `drizzle`. Such a database can't be upgraded. */
async function refuseUnreleased(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select from pg_namespace where nspname = 'drizzle'");
  if (rows.length > 0)
    throw new InstallRefused(
      "This database was created before the first release and can't be upgraded. Nothing was changed. Use a new database; for the demo, delete the folder .data.",
    );
}
