import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_ROLES, type DatabaseRole } from "#db/migrations/database-roles.ts";
import { installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { say } from "#stack/say.ts";

export interface DatabaseServer {
  readonly urls: { readonly app: string; readonly staff: string; readonly worker: string; readonly signin: string; readonly owner: string };
  stop(): Promise<void>;
}

const DATABASE = "sallyport";

type Install = (urls: Readonly<Record<DatabaseRole, string>>, adminUrl: string) => Promise<unknown>;
const installPresent: Install = (urls, adminUrl) => installDatabase(urls, { adminUrl });

/**
 * Opens and migrates the demo's database: an embedded Postgres in `folder`, or, if DATABASE_OWNER_URL is set, the server of that variable and
 * the four other URLs.
 * @param install creates the database, its roles and its tables; by default those of the present sources
 * @throws Error that names the missing variable
 */
export async function openDatabaseServer(folder: string, install: Install = installPresent): Promise<DatabaseServer> {
  const owner = process.env["DATABASE_OWNER_URL"];
  if (owner) {
    const urls = {
      app: requiredUrl("DATABASE_URL"),
      staff: requiredUrl("DATABASE_STAFF_URL"),
      worker: requiredUrl("DATABASE_WORKER_URL"),
      signin: requiredUrl("DATABASE_SIGNIN_URL"),
      owner,
    };
    const { app, staff, worker, signin } = urls;
    const logins = { sp_owner: owner, sp_app: app, sp_staff: staff, sp_worker: worker, sp_signin: signin };
    await installDatabase(logins, { adminUrl: process.env["DATABASE_ADMIN_URL"] || undefined, onProgress: say });
    return { urls, stop: async () => undefined };
  }
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), keep: true, onProgress: (text) => say(`  ${text}`) });
  try {
    const passwords = storedPasswords(join(folder, "database-roles.json"));
    const url = (role: DatabaseRole) => `postgres://${role}:${passwords[role]}@127.0.0.1:${postgres.port}/${DATABASE}`;
    const urls = Object.fromEntries(DATABASE_ROLES.map((role) => [role, url(role)])) as Record<DatabaseRole, string>;
    await install(urls, postgres.adminUrl);
    return {
      urls: { app: url("sp_app"), staff: url("sp_staff"), worker: url("sp_worker"), signin: url("sp_signin"), owner: url("sp_owner") },
      stop: () => postgres.stop(),
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function requiredUrl(name: string): string {
  const url = process.env[name];
  if (!url) throw new Error(`DATABASE_OWNER_URL is set, so ${name} must be set too.`);
  return url;
}

function storedPasswords(file: string): Record<DatabaseRole, string> {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const passwords = Object.fromEntries(DATABASE_ROLES.map((role) => [role, randomBytes(24).toString("base64url")])) as Record<
    DatabaseRole,
    string
  >;
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 });
  return passwords;
}
