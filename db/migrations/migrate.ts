import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { migrationsPending } from "./migrations-pending.ts";

/**
 * Brings the database of `ownerUrl` up to date, in one transaction: all pending migrations, or none. The login is sp_owner
 * or a member of it. Two at once wait for each other. Answers how many were applied.
 */
export async function migrate(ownerUrl: string, onProgress: (text: string) => void = () => undefined): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('sallyport.migrate'))");
    await client.query("set role sp_owner");
    const pending = await migrationsPending(client);
    if (pending === 0) return 0;
    onProgress(`applying ${pending} migration${pending === 1 ? "" : "s"}`);
    await applyMigrations(drizzle(client), { migrationsFolder: join(import.meta.dirname, ".") });
    return pending;
  } finally {
    await client.end();
  }
}
