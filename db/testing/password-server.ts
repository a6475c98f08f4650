import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { DATABASE_ROLES, type DatabaseRole } from "#db/migrations/database-roles.ts";
import { installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { folderInMemory } from "./folder-in-memory.ts";

/** Bytes that the server's data can need. */
const SPACE = 512 * 1024 ** 2;

export interface PasswordServer {
  /** The URL of a role with a password; at first every password is "first". */
  url(role: DatabaseRole, password?: string): string;
  readonly admin: pg.Pool;
  setPassword(role: DatabaseRole, password: string): Promise<void>;
  /** Ends the connections of a role, as a restart of the server or of a proxy does. */
  disconnect(role: DatabaseRole): Promise<void>;
  stop(): Promise<void>;
}

/** A Postgres of its own with a migrated database, which asks for passwords; the server of the other tests does not. */
export async function startPasswordServer(): Promise<PasswordServer> {
  const directory = mkdtempSync(join(folderInMemory(SPACE), `sallyport-test-${process.pid}-`));
  chmodSync(directory, 0o755); // the server may run as another user
  const server = await startPostgres({ dataDir: join(directory, "data"), keep: true });
  const url = (role: DatabaseRole, password = "first") => `postgres://${role}:${password}@127.0.0.1:${server.port}/portal`;
  const urls = Object.fromEntries(DATABASE_ROLES.map((role) => [role, url(role)])) as Record<DatabaseRole, string>;
  await installDatabase(urls, { adminUrl: server.adminUrl });
  const admin = new pg.Pool({ connectionString: server.adminUrl.replace(/postgres$/, "portal"), max: 2 });
  admin.on("error", () => undefined);
  return {
    url,
    admin,
    async setPassword(role, password) {
      await admin.query(`alter role ${role} password '${password}'`);
    },
    async disconnect(role) {
      await admin.query("select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = $1", [role]);
    },
    async stop() {
      await admin.end();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
