import { commandEnv } from "#kernel/process/command-env.ts";
import { exportAudit } from "#lib/audit/export-audit.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { type Command, exitWhenReaderCloses, readArguments, UsageError } from "./command-line.ts";

/** Writes the events of every chain, or of one chain (a customer ID or `partner`), to standard output: one JSON object per line. */
export const command: Command = {
  usage: "audit export [CHAIN]",
  async run(args) {
    const [chain] = readArguments(args, { positionals: 1 }).positionals;
    if (chain !== undefined && !/^([0-9a-f-]{36}|partner)$/.test(chain)) throw new UsageError('CHAIN must be a customer ID or "partner".');
    exitWhenReaderCloses();
    openDatabase(commandEnv().databaseUrls);
    try {
      for await (const line of exportAudit({ kind: "system", task: "cli" }, chain))
        if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
    } finally {
      await closeDatabase();
    }
  },
};
