import pg from "pg";
import { DATABASE_ROLES, type DatabaseRole } from "./database-roles.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** `needs-administrator` carries the SQL that somebody with CREATEROLE must run; it holds no password. */
export type RolesOutcome =
  | { readonly kind: "ready"; readonly created: readonly DatabaseRole[] }
  | { readonly kind: "needs-administrator"; readonly sql: string };

/**
 * Creates the roles that are missing, when this login may. A role without a password given gets none (for `trust`).
 * Existing roles keep theirs. The settings of the roles are set again each time; those that need more than CREATEROLE
 * are skipped for a login that has no more.
 */
export async function createRoles(adminUrl: string, passwords: Partial<Record<DatabaseRole, string>> = {}): Promise<RolesOutcome> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query<{ rolname: string }>("select rolname from pg_roles where rolname = any ($1)", [[...DATABASE_ROLES]]);
    const missing = DATABASE_ROLES.filter((role) => !found.rows.some((row) => row.rolname === role));
    const { rows } = await client.query<{ may: boolean }>(
      "select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user",
    );
    if (rows[0]?.may !== true) {
      return missing.length === 0 ? { kind: "ready", created: [] } : { kind: "needs-administrator", sql: rolesSql(missing) };
    }
    for (const role of missing) await client.query(createRole(role, passwords[role]));
    await setDefaults(client);
    return { kind: "ready", created: missing };
  } finally {
    await client.end();
  }
}

function createRole(role: DatabaseRole, password: string | undefined): string {
  return `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole${password === undefined ? "" : ` password '${scramVerifier(password)}'`}`;
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

function rolesSql(missing: readonly DatabaseRole[]): string {
  return [
    "-- run as a superuser, or as a role with CREATEROLE; choose the passwords that stand in the DATABASE_…_URLs",
    ...missing.map((role) => `create role ${role} login password '…';`),
    "alter role sp_app set statement_timeout = '5s';",
    ...DATABASE_ROLES.map((role) => `alter role ${role} set log_error_verbosity = 'terse';`),
  ].join("\n");
}
