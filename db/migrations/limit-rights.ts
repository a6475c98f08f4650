import type pg from "pg";
import { RUNTIME_ROLES } from "./database-roles.ts";

/**
 * Revokes from PUBLIC and from the runtime roles all rights on the current database and its schema public, and grants the runtime
 * roles CONNECT and USAGE. Copying a template or restoring a dump (without `--create`) does not copy the rights on the database
 * itself, so this runs after each CREATE DATABASE and at each db:migrate. One transaction, so no login is refused in between.
 * @param client is logged in as sp_owner, or has SET ROLE to it; sp_owner must own the database
 */
export async function limitRights(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select current_database() as name");
  const database = client.escapeIdentifier(rows[0]?.name ?? "");
  const roles = RUNTIME_ROLES.join(", ");
  await client.query("begin");
  try {
    await client.query(`revoke all on database ${database} from public, ${roles}`);
    await client.query(`grant connect on database ${database} to ${roles}`);
    await client.query(`revoke all on schema public from public, ${roles}`);
    await client.query(`grant usage on schema public to ${roles}`);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}
