import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { commandEnv } from "#lib/kernel/env.ts";
import { runCommand, UsageError } from "./run-command.ts";

const USAGE = "npm run audit:verify";

const PROBLEMS = {
  gap: "a row is missing before it",
  changed: "it, or the row before it, was changed",
  head: "the chain's end does not match its head: rows were cut off",
} as const;

/** Recomputes every link of every audit chain. Ends with 1 and the first bad row when one does not hold. */
await runCommand(USAGE, async (args) => {
  if (args[0] === "--checkpoints") throw new UsageError("Checkpoints can't be compared yet; run it without them.");
  if (args.length > 0) throw new UsageError(`“${args[0]}” is no argument here.`);
  openDatabase(commandEnv().databaseUrls);
  try {
    const { chains, events, breaks } = await verifyAuditChain({ kind: "system", task: "cli" });
    const [first] = breaks;
    if (first !== undefined) {
      const more = breaks.length > 1 ? ` (${breaks.length} chains are broken)` : "";
      console.log(`Chain ${first.chain}, row ${first.seq}: ${PROBLEMS[first.problem]}${more}.`);
      process.exitCode = 1;
      return;
    }
    console.log(`${events} events in ${chains} chains verify`);
    console.log("tail not anchored: without checkpoints, a chain cut off together with its head is not seen");
  } finally {
    await closeDatabase();
  }
});
