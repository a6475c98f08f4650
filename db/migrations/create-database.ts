import pg from "pg";
import { foreignDatabase, InstallRefused } from "./install-refused.ts";
import { limitRights } from "./limit-rights.ts";

/**
 * Creates a database of sp_owner, or leaves the one that exists, and limits the rights on it. One that exists and belongs to the
 * login itself, as a cloud provider's first database does, is given to sp_owner. `adminUrl` names a login with CREATEDB and, unless
 * it is a superuser, with the right to grant sp_owner; the roles of `createRoles` must be there.
 * @throws InstallRefused when the login may not create a database, or when another role owns the one that exists
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
    const template = options.template === undefined ? "template0" : client.escapeIdentifier(options.template);
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
        `The login of DATABASE_ADMIN_URL may not create the database ${name} for sp_owner: it needs CREATEDB and the right to grant sp_owner.`,
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
 * Whoever is no superuser must be able to become sp_owner to make something that it owns. From Postgres 16 on the creator of a
 * role may grant it but not become it. What is granted here is taken back at once by the function that is returned.
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
