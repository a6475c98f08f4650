import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { checkReceipt, type ReceiptCheck } from "#lib/audit/check-receipt.ts";
import { type Checkpoint, readCheckpoint } from "#lib/audit/checkpoint.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { type ChainReport, verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { commandEnv } from "#lib/kernel/env.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { Refused, runCommand, UsageError } from "./run-command.ts";

const USAGE = "npm run audit:verify [-- [--checkpoints FILE] [--receipt FILE]]";

const PROBLEMS = {
  gap: "a row is missing before it",
  changed: "it, or the row before it, was changed",
  head: "the chain's end does not match its head: rows were cut off",
  cut: "a checkpoint saw this row, and the chain ends before it: rows were cut off",
  rewritten: "a checkpoint saw another row here: the chain was written anew",
} as const;

const CLI = { kind: "system", task: "cli" } as const;

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

const RECEIPT_PROBLEMS: Readonly<Record<Extract<ReceiptCheck, { kind: "broken" }>["why"], string>> = {
  unreadable: "it is no receipt of this portal",
  edited: "its evidence is not what its digest says: the file was changed",
  "not-closed": "its run was not closed when it was downloaded, so nothing vouches for it",
  "row-missing": "the audit chain has no such row",
  "row-differs": "the audit chain has another row in its place",
};

/** Says whether the chains still have the rows that a downloaded receipt names; ends with 1 when not. */
async function tellReceipt(file: string): Promise<void> {
  const check = await checkReceipt(CLI, textOf(file));
  const holds = check.kind === "holds";
  console.log(`Receipt ${file}: ${holds ? `holds, by row ${check.seq} of chain ${check.chain}` : RECEIPT_PROBLEMS[check.why]}.`);
  if (!holds) process.exitCode = 1;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refused("The receipt can't be read.");
  }
}

/** The file behind each option; each at most once, in any order. @throws UsageError */
function optionsOf(args: readonly string[]): Readonly<Partial<Record<"--checkpoints" | "--receipt", string>>> {
  const found: Partial<Record<"--checkpoints" | "--receipt", string>> = {};
  for (let n = 0; n < args.length; n += 2) {
    const [option, file] = [args[n], args[n + 1]];
    if (option !== "--checkpoints" && option !== "--receipt") throw new UsageError(`“${option}” is no argument here.`);
    if (file === undefined) throw new UsageError(`${option} needs a file.`);
    if (found[option] !== undefined) throw new UsageError(`${option} is there twice.`);
    found[option] = file;
  }
  return found;
}

/**
 * Recomputes every link of every audit chain. Ends with 1 and the first bad row when one does not hold. With a receipt
 * it also says whether its rows are among them.
 */
await runCommand(USAGE, async (args) => {
  const { "--checkpoints": file, "--receipt": receipt } = optionsOf(args);
  const env = commandEnv();
  const checkpoints = file === undefined ? [] : await checkpointsIn(file, env.auditKey);
  openDatabase(env.databaseUrls);
  try {
    tell(await verifyAuditChain(CLI, checkpoints), checkpoints);
    if (receipt !== undefined) await tellReceipt(receipt);
  } finally {
    await closeDatabase();
  }
});
