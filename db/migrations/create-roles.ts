import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import { DATABASE_ROLES, type DatabaseRole } from "./database-roles.ts";

/** `needs-administrator` has the SQL that a login with CREATEROLE must run; it contains no password. */
export type RolesOutcome =
  | {
      readonly kind: "ready";
      readonly created: readonly DatabaseRole[];
      /** Existing roles whose password was set, because they had none or because of `setPasswords`. */
      readonly passwordsSet: readonly DatabaseRole[];
    }
  | { readonly kind: "needs-administrator"; readonly sql: string };

/**
 * Creates the missing roles if this login may, and sets the settings of all roles; settings that need more than CREATEROLE are
 * skipped if the login may not set them.
 * @param passwords a role that is not listed gets no password (for `trust`, or for tokens of a cloud provider). An existing role
 *   keeps its password unless it has none, which only a superuser can see
 * @param options.setPasswords sets the passwords of existing roles too
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

/** The roles without a password. Empty if the login may not read pg_authid. */
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
  await runIfAllowed(client, "alter role sp_app set statement_timeout = '5s'");
  // Without `terse`, the DETAIL of an error writes the failing row to the server's log. Only a superuser may set it.
  for (const role of DATABASE_ROLES) await runIfAllowed(client, `alter role ${role} set log_error_verbosity = 'terse'`);
}

async function runIfAllowed(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== "42501") throw error;
  }
}

/** SQL for an administrator: creates the missing roles and sets the settings of all roles. */
export function rolesSql(missing: readonly DatabaseRole[]): string {
  return [
    "-- Run as a superuser, or as a role with CREATEROLE and CREATEDB. Choose the passwords of the DATABASE_…_URLs.",
    ...missing.map((role) => `create role ${role} login password '…';`),
    "alter role sp_app set statement_timeout = '5s';",
    "-- The next lines with log_error_verbosity need a superuser. Without one, leave those lines out.",
    ...DATABASE_ROLES.map((role) => `alter role ${role} set log_error_verbosity = 'terse';`),
  ].join("\n");
}

/**
 * The verifier that Postgres stores for a password (SCRAM-SHA-256, RFC 5803). It is computed here so that the password is in no
 * statement and in no server log. @throws unless the password is printable ASCII, which SASLprep does not change
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = 4096): string {
  if (!/^[\x21-\x7e]+$/.test(password)) throw new Error("a database password is printable ASCII without spaces");
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const stored = createHash("sha256").update(hmac(salted, "Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${hmac(salted, "Server Key").toString("base64")}`;
}
