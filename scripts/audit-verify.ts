import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Checkpoint, readCheckpoint } from "#lib/audit/checkpoint.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { type ChainReport, verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { commandEnv } from "#lib/kernel/env.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { Refused, runCommand, UsageError } from "./run-command.ts";

const USAGE = "npm run audit:verify [-- --checkpoints FILE]";

const PROBLEMS = {
  gap: "a row is missing before it",
  changed: "it, or the row before it, was changed",
  head: "the chain's end does not match its head: rows were cut off",
  cut: "a checkpoint saw this row, and the chain ends before it: rows were cut off",
  rewritten: "a checkpoint saw another row here: the chain was written anew",
} as const;

/** The checkpoints in a worker's log, or in what AUDIT_CHECKPOINT_URL kept. @throws Refused when one is forged */
async function checkpointsIn(file: string, key: Secret<string> | null): Promise<readonly Checkpoint[]> {
  if (key === null) throw new Refused("AUDIT_KEY is not set: checkpoints can only be read with the key that sealed them.");
  const found: Checkpoint[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      const read = readCheckpoint(key, line);
      if (read.kind === "forged") throw new Refused(`Line ${number} of the checkpoints was not sealed with this AUDIT_KEY.`);
      if (read.kind === "checkpoint") found.push(read.checkpoint);
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("The file of checkpoints can't be read.");
  }
  if (found.length === 0) throw new Refused("There is no checkpoint in that file.");
  return found;
}

function tell(report: ChainReport, checkpoints: readonly Checkpoint[]): void {
  const { chains, events, breaks, unanchored, eventsSince } = report;
  const [first] = breaks;
  if (first !== undefined) {
    const more = breaks.length > 1 ? ` (${breaks.length} chains are broken)` : "";
    console.log(`Chain ${first.chain}, row ${first.seq}: ${PROBLEMS[first.problem]}${more}.`);
    process.exitCode = 1;
    return;
  }
  console.log(`${events} events in ${chains} chains verify`);
  if (checkpoints.length === 0) console.log("tail not anchored: without checkpoints, a chain cut off together with its head is not seen");
  else console.log(`${checkpoints.length} checkpoints agree; ${eventsSince} events are newer, ${unanchored} chains have no checkpoint`);
}

/** Recomputes every link of every audit chain. Ends with 1 and the first bad row when one does not hold. */
await runCommand(USAGE, async ([option, file, ...rest]) => {
  if ((option !== undefined && option !== "--checkpoints") || rest.length > 0)
    throw new UsageError(`“${rest[0] ?? option}” is no argument here.`);
  if (option !== undefined && file === undefined) throw new UsageError("--checkpoints needs a file.");
  const env = commandEnv();
  const checkpoints = file === undefined ? [] : await checkpointsIn(file, env.auditKey);
  openDatabase(env.databaseUrls);
  try {
    tell(await verifyAuditChain({ kind: "system", task: "cli" }, checkpoints), checkpoints);
  } finally {
    await closeDatabase();
  }
});
