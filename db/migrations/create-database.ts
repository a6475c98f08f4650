import pg from "pg";
import { foreignDatabase, InstallRefused } from "./install-refused.ts";
import { limitRights } from "./limit-rights.ts";

/**
 * Creates a database owned by sp_owner and limits the rights on it; does nothing if sp_owner owns it already. A database owned by the
 * login itself, such as the first database of a cloud provider, is transferred to sp_owner.
 * @param adminUrl a login with CREATEDB and, unless it is a superuser, with the right to grant sp_owner; the roles must exist
 * @throws InstallRefused if the login may not create the database, or if another role owns it
 */
export async function createDatabase(adminUrl: string, name: string, options: { template?: string } = {}): Promise<{ created: boolean }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ owner: string; mine: boolean }>(
      "select pg_get_userbyid(datdba) as owner, datdba = current_user::regrole as mine from pg_database where datname = $1",
      [name],
    );
    const [found] = rows;
    if (found?.owner === "sp_owner") return { created: false };
    const id = client.escapeIdentifier(name);
    if (found !== undefined && !found.mine) throw foreignDatabase(name, found.owner);
    // Tests copy a small template hundreds of times. To copy its files takes a fifth of the processor time of writing its pages to the WAL.
    const template = options.template === undefined ? "template0" : `${client.escapeIdentifier(options.template)} strategy file_copy`;
    const leave = await joinOwner(client);
    try {
      if (found === undefined) await client.query(`create database ${id} owner sp_owner template ${template} encoding 'UTF8'`);
      else await client.query(`alter database ${id} owner to sp_owner`);
      await limitRightsOn(adminUrl, name);
    } finally {
      await leave();
    }
    return { created: found === undefined };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "42501")
      throw new InstallRefused(
        `The login of DATABASE_ADMIN_URL can't create the database ${name} for sp_owner: it needs CREATEDB and the right to grant sp_owner.`,
        { cause: error },
      );
    throw error;
  } finally {
    await client.end();
  }
}

/** The rights on schema public are changed from inside the database. */
async function limitRightsOn(adminUrl: string, name: string): Promise<void> {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query("set role sp_owner");
    await limitRights(client);
  } finally {
    await client.end();
  }
}

/**
 * A login that is not a superuser must be a member of sp_owner to create something that sp_owner owns. From Postgres 16 on, the
 * creator of a role may grant it but is not a member that can SET ROLE to it. Returns a function that revokes the membership.
 */
async function joinOwner(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ may: boolean; login: string }>(
    `select rolsuper or pg_has_role(oid, 'sp_owner', case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end) as may,
        quote_ident(rolname) as login
       from pg_roles where rolname = current_user`,
  );
  const [{ may, login } = { may: true, login: "" }] = rows;
  if (may) return async () => undefined;
  await client.query(`grant sp_owner to ${login}`);
  return async () => {
    await client.query(`revoke sp_owner from ${login}`);
  };
}
