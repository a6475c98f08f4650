import { installDatabase, URL_VARIABLES } from "#db/migrations/install-database.ts";
import { InstallRefused } from "#db/migrations/install-refused.ts";
import { BadEnvironment } from "#kernel/env.ts";
import { say } from "#stack/say.ts";
import { Refused, runCommand, UsageError } from "./command-line.ts";

/**
 * Brings the database of DATABASE_OWNER_URL up to date. DATABASE_ADMIN_URL, when given, first creates what is missing: the roles, with
 * the passwords of their URLs, and the database. What an administrator must run instead goes to stdout.
 */
await runCommand("npm run db:migrate [-- --set-passwords]", async (args) => {
  const [flag, ...more] = args;
  if (more.length > 0 || (flag !== undefined && flag !== "--set-passwords"))
    throw new UsageError(`“${more[0] ?? flag}” is no argument here.`);
  const { sp_owner, ...others } = Object.fromEntries(
    Object.entries(URL_VARIABLES).flatMap(([role, variable]) => (process.env[variable] ? [[role, process.env[variable]]] : [])),
  );
  if (sp_owner === undefined)
    throw new BadEnvironment("DATABASE_OWNER_URL is not set: it names the database and the role that owns it (see docs/deploy.md).");
  const adminUrl = process.env["DATABASE_ADMIN_URL"] || undefined;
  if (flag !== undefined && adminUrl === undefined)
    throw new BadEnvironment("DATABASE_ADMIN_URL is not set: --set-passwords needs a login that may change roles.");
  try {
    const applied = await installDatabase({ sp_owner, ...others }, { adminUrl, setPasswords: flag !== undefined, onProgress: say });
    say(applied === 0 ? "The database is up to date." : `${applied} migrations applied.`);
  } catch (error) {
    if (!(error instanceof InstallRefused)) throw error;
    if (error.sql !== undefined) process.stdout.write(`${error.sql}\n`);
    throw new Refused(error.message);
  }
});
