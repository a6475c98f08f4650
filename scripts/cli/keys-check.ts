import { keysEnv } from "#kernel/process/command-env.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { checkKeys } from "#lib/connections/evidence/check-keys.ts";
import { type Command, readArguments } from "./command-line.ts";

/** Says which values of DATA_KEYS, ARN_INDEX_KEY and AUTH_SECRET are missing, and which older ones are still needed. Exit status 1 if one is missing. */
export const command: Command = {
  usage: "keys check",
  async run(args) {
    readArguments(args, {});
    const env = keysEnv();
    openDatabase({ owner: env.ownerUrl });
    try {
      const { missing, needed } = await checkKeys(env);
      for (const line of [...missing, ...needed]) console.log(line);
      if (missing.length > 0) process.exitCode = 1;
      else if (needed.length === 0) console.log("All values are in place, and nothing depends on an older value.");
    } finally {
      await closeDatabase();
    }
  },
};
