import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { problemSentence, reportRights } from "#db/role-rights.ts";
import { RUNTIME_ROLES } from "./database-roles.ts";
import { foreignDatabase, InstallRefused } from "./install-refused.ts";
import { limitRights } from "./limit-rights.ts";
import { migrationsPending } from "./migrations-pending.ts";

/**
 * Applies all pending migrations in one transaction. Each time, also with none pending, it limits the rights on the database and
 * checks the rights of the runtime roles. Concurrent calls wait for each other. Returns how many migrations were applied.
 * @param ownerUrl logs in as sp_owner or a member of it
 * @throws InstallRefused if sp_owner does not own the database, or if a runtime role has rights that it must not have
 */
export async function migrate(ownerUrl: string, onProgress: (text: string) => void = () => undefined): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('sallyport.migrate'))");
    await refuseForeignOwner(client);
    await client.query("set role sp_owner");
    await limitRights(client);
    const pending = await migrationsPending(client);
    if (pending > 0) {
      onProgress(`applying ${pending} migration${pending === 1 ? "" : "s"}`);
      await applyMigrations(drizzle(client), { migrationsFolder: join(import.meta.dirname, ".") });
    }
    const { problems, outdated } = await reportRights(client, RUNTIME_ROLES);
    if (outdated !== undefined) onProgress(outdated);
    if (problems.length > 0) throw new InstallRefused(problems.map(problemSentence).join("\n"));
    return pending;
  } finally {
    await client.end();
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
