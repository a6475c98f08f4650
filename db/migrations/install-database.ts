import pg from "pg";
import { createDatabase } from "./create-database.ts";
import { createRoles, rolesSql } from "./create-roles.ts";
import { DATABASE_ROLES, type DatabaseRole, RUNTIME_ROLES } from "./database-roles.ts";
import { foreignDatabase, InstallRefused } from "./install-refused.ts";
import { migrate } from "./migrate.ts";

/** The URL of each role. The owner's determines the database; a password in a URL is the role's password. */
export type InstallUrls = { readonly sp_owner: string } & Partial<Readonly<Record<DatabaseRole, string>>>;

export interface InstallOptions {
  /** A login that may create roles and databases. Without it, the roles and the database must exist. */
  readonly adminUrl?: string | undefined;
  /** Sets the passwords of existing roles to those of the URLs too. */
  readonly setPasswords?: boolean;
  readonly onProgress?: (text: string) => void;
}

/** The environment variable with the URL of each role. */
export const URL_VARIABLES: Readonly<Record<DatabaseRole, string>> = {
  sp_owner: "DATABASE_OWNER_URL",
  sp_app: "DATABASE_URL",
  sp_staff: "DATABASE_STAFF_URL",
  sp_worker: "DATABASE_WORKER_URL",
  sp_signin: "DATABASE_SIGNIN_URL",
};

/**
 * Installs or upgrades a database to what this release needs: creates the roles and the database (with `adminUrl`), limits rights
 * and applies migrations (`migrate`), and tests a login with each URL that has a password. Deployments, the demo, the tests and the
 * benchmarks all use it. Returns how many files were applied: migrations and definitions.
 * @throws InstallRefused with a sentence that says what to do
 */
export async function installDatabase(urls: InstallUrls, options: InstallOptions = {}): Promise<number> {
  await createMissing(urls, options);
  await tryLogin("sp_owner", urls.sp_owner, options.adminUrl);
  const applied = await migrate(urls.sp_owner, options.onProgress);
  for (const role of RUNTIME_ROLES) await tryLogin(role, urls[role], options.adminUrl);
  return applied;
}

/** Creates missing roles and the database, without migrations. Does nothing without `adminUrl`. @throws InstallRefused */
export async function createMissing(urls: InstallUrls, options: InstallOptions): Promise<void> {
  const say = options.onProgress ?? (() => undefined);
  for (const role of DATABASE_ROLES) refuseOtherLogin(role, urls[role]);
  if (options.adminUrl === undefined) return;
  const passwords = Object.fromEntries(
    DATABASE_ROLES.flatMap((role) => {
      const password = passwordIn(urls[role]);
      return password === undefined ? [] : [[role, password]];
    }),
  );
  const roles = await createRoles(options.adminUrl, passwords, { setPasswords: options.setPasswords ?? false }).catch(adminRefused);
  if (roles.kind === "needs-administrator")
    throw new InstallRefused("The login of DATABASE_ADMIN_URL can't create roles. Have an administrator run the lines above.", {
      sql: roles.sql,
    });
  for (const role of roles.created)
    say(`created role ${role}${role in passwords ? "" : `, without a password: ${URL_VARIABLES[role]} has none`}`);
  for (const role of roles.passwordsSet) say(`set the password of ${role} to the one in ${URL_VARIABLES[role]}`);
  const name = databaseIn(urls.sp_owner);
  const { created } = await createDatabase(options.adminUrl, name);
  if (created) say(`created database ${name}`);
}

/**
 * Tests the login with a URL. A runtime role whose URL has no password is skipped, because its processes may authenticate in a way
 * that this command can't. @throws InstallRefused with what is missing
 */
async function tryLogin(role: DatabaseRole, url: string | undefined, adminUrl: string | undefined): Promise<void> {
  if (url === undefined || (role !== "sp_owner" && passwordIn(url) === undefined)) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code === "3D000")
      throw new InstallRefused(
        `The database ${databaseIn(url)} of ${URL_VARIABLES[role]} does not exist. Set DATABASE_ADMIN_URL to a login that can create it, or have an administrator run the line above.`,
        { sql: databaseSql(databaseIn(url)), cause: error },
      );
    if (code === "42501") throw foreignDatabase(databaseIn(url), "another role", error);
    if (code !== "28P01" && code !== "28000") throw error;
    throw adminUrl === undefined ? loginRefused(role, url, error) : otherPassword(role, error);
  }
}

function loginRefused(role: DatabaseRole, url: string, cause: unknown): InstallRefused {
  const sql = role === "sp_owner" ? `${rolesSql(DATABASE_ROLES)}\n${databaseSql(databaseIn(url))}` : rolesSql([role]);
  return new InstallRefused(
    `The server rejected the login of ${URL_VARIABLES[role]}: ${role} does not exist, has another password, or is not allowed to connect from this host. Set DATABASE_ADMIN_URL to a login that can create roles and databases, or have an administrator run the lines above that are missing.`,
    { sql, cause },
  );
}

function otherPassword(role: DatabaseRole, cause: unknown): InstallRefused {
  return new InstallRefused(
    `The role ${role} already existed, and its password differs from the one in ${URL_VARIABLES[role]}. The command did not change it. Correct the URL, or give all roles the passwords of their URLs with sallyport migrate --set-passwords.`,
    { cause },
  );
}

/** @throws InstallRefused if a URL is of another role, with whose rights a process would run */
function refuseOtherLogin(role: DatabaseRole, url: string | undefined): void {
  if (url === undefined) return;
  const login = URL.canParse(url) ? decodeURIComponent(new URL(url).username) : undefined;
  if (login === undefined || databaseIn(url) === "")
    throw new InstallRefused(`${URL_VARIABLES[role]} is not a URL such as postgres://${role}:PASSWORD@HOST/DATABASE.`);
  if (login !== role) throw new InstallRefused(`${URL_VARIABLES[role]} must log in as ${role}, not as ${login || "no role"}.`);
}

function adminRefused(error: unknown): never {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code === "42501")
    throw new InstallRefused(
      "The login of DATABASE_ADMIN_URL can't change the sp_ roles: from PostgreSQL 16 on, only a superuser or the login that created them can.",
      { cause: error },
    );
  if (code !== "28P01" && code !== "28000" && code !== "3D000") throw error;
  throw new InstallRefused("The server rejected the login of DATABASE_ADMIN_URL. Check its user, password, and database.", {
    cause: error,
  });
}

function passwordIn(url: string | undefined): string | undefined {
  const password = url === undefined ? "" : decodeURIComponent(new URL(url).password);
  return password === "" ? undefined : password;
}

function databaseIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function databaseSql(name: string): string {
  return `create database ${pg.escapeIdentifier(name)} owner sp_owner template template0 encoding 'UTF8';`;
}
