import pg from "pg";
import { DATABASE_ROLES, type DatabaseRole } from "./database-roles.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** `needs-administrator` carries the SQL that somebody with CREATEROLE must run; it holds no password. */
export type RolesOutcome =
  | {
      readonly kind: "ready";
      readonly created: readonly DatabaseRole[];
      /** Roles that existed and whose password was set, because they had none or `setPasswords` asked for it. */
      readonly passwordsSet: readonly DatabaseRole[];
    }
  | { readonly kind: "needs-administrator"; readonly sql: string };

/**
 * Creates the roles that are missing, when this login may. A role without a password given gets none (for `trust`, or a cloud
 * provider's own tokens). An existing role keeps its password unless it has none, which only a superuser can see, or
 * `setPasswords` asks to set what is given. The settings of the roles are set again each time; those that need more than
 * CREATEROLE are skipped for a login that has no more.
 */
export async function createRoles(
  adminUrl: string,
  passwords: Partial<Record<DatabaseRole, string>> = {},
  options: { readonly setPasswords?: boolean } = {},
): Promise<RolesOutcome> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname = any ($1)", [[...DATABASE_ROLES]]);
    const missing = DATABASE_ROLES.filter((role) => !found.rows.some((row) => row.rolname === role));
    const { rows } = await client.query<{ may: boolean }>(
      "select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user",
    );
    if (rows[0]?.may !== true) {
      return missing.length === 0
        ? { kind: "ready", created: [], passwordsSet: [] }
        : { kind: "needs-administrator", sql: rolesSql(missing) };
    }
    for (const role of missing) await client.query(createRole(role, passwords[role]));
    const existing = DATABASE_ROLES.filter((role) => !missing.includes(role) && passwords[role] !== undefined);
    const passwordsSet = options.setPasswords === true ? existing : await withoutPassword(client, existing);
    for (const role of passwordsSet) await client.query(`alter role ${role} ${passwordOf(passwords[role])}`);
    await setDefaults(client);
    return { kind: "ready", created: missing, passwordsSet };
  } finally {
    await client.end();
  }
}

function createRole(role: DatabaseRole, password: string | undefined): string {
  return `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole ${passwordOf(password)}`;
}

function passwordOf(password: string | undefined): string {
  return password === undefined ? "" : `password '${scramVerifier(password)}'`;
}

/** Those that have no password at all. A login that may not read pg_authid can't tell, and changes none. */
async function withoutPassword(client: pg.Client, roles: readonly DatabaseRole[]): Promise<readonly DatabaseRole[]> {
  const { rows: may } = await client.query<{ reads: boolean }>("select has_table_privilege('pg_authid', 'select') as reads");
  if (may[0]?.reads !== true) return [];
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_authid where rolname = any ($1) and rolpassword is null",
    [[...roles]],
  );
  return roles.filter((role) => rows.some((row) => row.rolname === role));
}

async function setDefaults(client: pg.Client): Promise<void> {
  await tolerating(client, "alter role sp_app set statement_timeout = '5s'");
  // An error's DETAIL prints the failing row into the server's log: terse leaves it out. A superuser's setting.
  for (const role of DATABASE_ROLES) await tolerating(client, `alter role ${role} set log_error_verbosity = 'terse'`);
}

async function tolerating(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "42501") throw error;
  }
}

/** What an administrator runs where this login may not: roles that are missing, and the settings of all. */
export function rolesSql(missing: readonly DatabaseRole[]): string {
  return [
    "-- Run as a superuser, or as a role with CREATEROLE. Choose the passwords of the DATABASE_…_URLs.",
    ...missing.map((role) => `create role ${role} login password '…';`),
    "alter role sp_app set statement_timeout = '5s';",
    "-- The next lines need a superuser. Without one, leave them out.",
    ...DATABASE_ROLES.map((role) => `alter role ${role} set log_error_verbosity = 'terse';`),
  ].join("\n");
}
