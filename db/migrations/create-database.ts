import pg from "pg";
import { RUNTIME_ROLES } from "./database-roles.ts";

/**
 * Creates a database of sp_owner, or leaves the one that exists, and lets the runtime roles alone connect. What a template
 * allows is not copied with it, so this comes after each CREATE DATABASE. Needs CREATEDB and the roles of `createRoles`.
 */
export async function createDatabase(adminUrl: string, name: string, options: { template?: string } = {}): Promise<{ created: boolean }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const id = client.escapeIdentifier(name);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 0) {
      await joinOwner(client);
      const template = options.template === undefined ? "template0" : client.escapeIdentifier(options.template);
      await client.query(`create database ${id} owner sp_owner template ${template} encoding 'UTF8'`);
    }
    // No TEMP for anybody either: nothing can shadow a name.
    await client.query(`revoke all on database ${id} from public`);
    await client.query(`grant connect on database ${id} to ${RUNTIME_ROLES.join(", ")}`);
    return { created: rowCount === 0 };
  } finally {
    await client.end();
  }
}

/** A login that is no superuser must be a member of sp_owner to make something that sp_owner owns. */
async function joinOwner(client: pg.Client): Promise<void> {
  await client.query(`do $$ begin
    if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(current_user, 'sp_owner', 'member')
      then execute format('grant sp_owner to %I', current_user); end if; end $$`);
}
