import { commandEnv } from "#kernel/env.ts";
import { exportAudit } from "#lib/audit/export-audit.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { runCommand, UsageError } from "./command-line.ts";

const USAGE = "npm run audit:export [-- CHAIN]";

// Whoever reads may have had enough (`| head`): that is no failure, and nothing is left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

/** Writes every event of every chain, or of one (a customer's id, or `partner`), to stdout: one JSON object a line. */
await runCommand(USAGE, async ([chain, ...rest]) => {
  if (rest.length > 0 || (chain !== undefined && !/^([0-9a-f-]{36}|partner)$/.test(chain)))
    throw new UsageError('CHAIN must be a customer ID or "partner".');
  openDatabase(commandEnv().databaseUrls);
  try {
    for await (const line of exportAudit({ kind: "system", task: "cli" }, chain))
      if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  } finally {
    await closeDatabase();
  }
});
