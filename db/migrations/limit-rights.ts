import type pg from "pg";
import { RUNTIME_ROLES } from "./database-roles.ts";

/**
 * Takes from PUBLIC, and from the runtime roles, what Postgres or an administrator gave them on the database that `client` is
 * connected to, and grants what they need by name: CONNECT, and USAGE on schema public. Neither a template's rights nor, without
 * `--create`, a dump's contain the database's own, so this follows each CREATE DATABASE and each run of db:migrate.
 * The client must be sp_owner (or have SET ROLE to it), and the database its own. One transaction: nobody is locked out between.
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
