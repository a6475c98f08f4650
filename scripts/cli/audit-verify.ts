import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { commandEnv } from "#kernel/env.ts";
import type { Secret } from "#kernel/secret.ts";
import { checkReport, type ReportCheck } from "#lib/audit/check-receipt.ts";
import { type Checkpoint, readCheckpoint } from "#lib/audit/checkpoint.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { type ChainReport, verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { Refused, runCommand, UsageError } from "./command-line.ts";

const USAGE = "npm run audit:verify [-- [--checkpoints FILE] [--receipt FILE]]";

const PROBLEMS = {
  gap: "a row before it is missing",
  changed: "it, or the row before it, was changed",
  head: "the end of the chain does not match its head: rows were removed",
  cut: "a checkpoint contains this row, but the chain ends before it: rows were removed",
  rewritten: "a checkpoint contains a different row here: the chain was rewritten",
} as const;

const CLI = { kind: "system", task: "cli" } as const;

/** The checkpoints in a worker's log, or in what AUDIT_CHECKPOINT_URL kept. @throws Refused when one is forged */
async function checkpointsIn(file: string, key: Secret<string> | null): Promise<readonly Checkpoint[]> {
  if (key === null) throw new Refused("AUDIT_KEY is not set. Checkpoints can be checked only with the key that the worker used.");
  const found: Checkpoint[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      const read = readCheckpoint(key, line);
      if (read.kind === "forged") throw new Refused(`Line ${number} of the checkpoint file was not written with this AUDIT_KEY.`);
      if (read.kind === "checkpoint") found.push(read.checkpoint);
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("The checkpoint file can't be read.");
  }
  if (found.length === 0) throw new Refused("The checkpoint file contains no checkpoints.");
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
  console.log(`Verified ${events} events in ${chains} chains`);
  if (checkpoints.length === 0)
    console.log("Not anchored: without checkpoints, rows removed at the end of a chain together with its head are not detected");
  else console.log(`${checkpoints.length} checkpoints match; ${eventsSince} events are newer, ${unanchored} chains have no checkpoint`);
}

const RECEIPT_PROBLEMS: Readonly<Record<Extract<ReportCheck, { kind: "broken" }>["why"], string>> = {
  unreadable: "it is not a verification report of this portal",
  edited: "its evidence does not match its digest: the file was changed",
  "not-closed": "its run was not finished at download, so no audit row confirms it",
  "row-missing": "the audit chain does not contain its row",
  "row-differs": "the audit chain contains a different row in its place",
};

/** Says whether the chains still have the rows that a downloaded receipt names; ends with 1 when not. */
async function printReport(file: string): Promise<void> {
  const check = await checkReport(CLI, textOf(file));
  const holds = check.kind === "holds";
  console.log(`Report ${file}: ${holds ? `valid, confirmed by row ${check.seq} of chain ${check.chain}` : RECEIPT_PROBLEMS[check.why]}.`);
  if (!holds) process.exitCode = 1;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refused("The report can't be read.");
  }
}

/** The file behind each option; each at most once, in any order. @throws UsageError */
function optionsOf(args: readonly string[]): Readonly<Partial<Record<"--checkpoints" | "--receipt", string>>> {
  const found: Partial<Record<"--checkpoints" | "--receipt", string>> = {};
  for (let n = 0; n < args.length; n += 2) {
    const [option, file] = [args[n], args[n + 1]];
    if (option !== "--checkpoints" && option !== "--receipt") throw new UsageError(`Unknown option "${option}".`);
    if (file === undefined) throw new UsageError(`${option} requires a file.`);
    if (found[option] !== undefined) throw new UsageError(`${option} is given twice.`);
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
    if (receipt !== undefined) await printReport(receipt);
  } finally {
    await closeDatabase();
  }
});
