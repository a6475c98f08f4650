import { installDatabase, URL_VARIABLES } from "#db/migrations/install-database.ts";
import { InstallRefused } from "#db/migrations/install-refused.ts";
import { migrateEnv } from "#kernel/process/command-env.ts";
import { BadEnvironment } from "#kernel/process/env.ts";
import { countWords } from "#kernel/text/count-words.ts";
import { say } from "#stack/say.ts";
import { type Command, CommandFailed, readArguments } from "./command-line.ts";

/**
 * Applies the migrations to the database of DATABASE_OWNER_URL. If DATABASE_ADMIN_URL is set, first creates the database and the roles
 * that are missing, with the passwords in the roles' URLs. SQL that only an administrator can run goes to standard output.
 */
export const command: Command = {
  usage: "migrate [--set-passwords]",
  async run(args) {
    const setPasswords = readArguments(args, { flags: ["set-passwords"] }).flags.has("set-passwords");
    const source = migrateEnv();
    const { sp_owner, ...others } = Object.fromEntries(
      Object.entries(URL_VARIABLES).flatMap(([role, variable]) => (source[variable] ? [[role, source[variable]]] : [])),
    );
    if (sp_owner === undefined)
      throw new BadEnvironment(
        "DATABASE_OWNER_URL is not set. Set it to the URL of the database, with the role that owns it (see docs/deploy.md).",
      );
    const adminUrl = source["DATABASE_ADMIN_URL"];
    if (setPasswords && adminUrl === undefined)
      throw new BadEnvironment(
        "DATABASE_ADMIN_URL is not set. Set it to the URL of a login that can change roles: --set-passwords needs one.",
      );
    try {
      const applied = await installDatabase({ sp_owner, ...others }, { adminUrl, setPasswords, onProgress: say });
      say(applied === 0 ? "The database is up to date." : `${countWords(applied, "migration")} applied.`);
    } catch (error) {
      if (!(error instanceof InstallRefused)) throw error;
      if (error.sql !== undefined) process.stdout.write(`${error.sql}\n`);
      throw new CommandFailed(error.message);
    }
  },
};
