import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { auditKeysEnv, commandEnv } from "#kernel/process/command-env.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { countWords } from "#kernel/text/count-words.ts";
import { checkReport, type ReportCheck } from "#lib/audit/check-report.ts";
import { type Checkpoint, readCheckpoint } from "#lib/audit/checkpoint.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { verifyArchive } from "#lib/audit/verify-archive.ts";
import { type ChainReport, verifyAuditChain } from "#lib/audit/verify-audit-chain.ts";
import { type Command, CommandFailed, readArguments, UsageError } from "./command-line.ts";

const PROBLEMS = {
  gap: "an event before it is missing",
  changed: "it, or the event before it, was changed",
  head: "it does not match the stored end of the chain: events were removed",
  cut: "a checkpoint contains this event, but the chain ends before it: events were removed",
  rewritten: "a checkpoint contains a different event here: the chain was rewritten",
} as const;

const CLI = { kind: "system", task: "cli" } as const;

/** The checkpoints in a worker's log, or in a file from AUDIT_CHECKPOINT_URL. @throws CommandFailed if one is forged or there are none */
async function checkpointsIn(file: string, keys: readonly Secret<string>[]): Promise<readonly Checkpoint[]> {
  if (keys.length === 0)
    throw new CommandFailed("AUDIT_KEY is not set. Set it to the key that the worker used: without it, checkpoints can't be checked.");
  const found: Checkpoint[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      const read = readCheckpoint(keys, line);
      if (read.kind === "forged")
        throw new CommandFailed(
          `Line ${number} of the checkpoint file was not written with this AUDIT_KEY. Use the key that the worker used; after a rotation, put the previous key after it.`,
        );
      if (read.kind === "checkpoint") found.push(read.checkpoint);
    }
  } catch (error) {
    throw error instanceof CommandFailed
      ? error
      : new CommandFailed("The checkpoint file can't be read. Check its path and its permissions.");
  }
  if (found.length === 0)
    throw new CommandFailed("The checkpoint file contains no checkpoints. Use a worker's log, or a file from AUDIT_CHECKPOINT_URL.");
  return found;
}

function printChains(report: ChainReport, checkpoints: readonly Checkpoint[]): void {
  const { chains, events, breaks, unanchored, eventsSince } = report;
  const [first] = breaks;
  if (first !== undefined) {
    const more = breaks.length > 1 ? ` (${breaks.length} chains are broken)` : "";
    console.log(`Chain ${first.chain}, event ${first.seq}: ${PROBLEMS[first.problem]}${more}. See docs/audit-log.md.`);
    process.exitCode = 1;
    return;
  }
  console.log(`Verified ${countWords(events, "event")} in ${countWords(chains, "chain")}`);
  if (checkpoints.length === 0)
    console.log(
      "Not compared with checkpoints: without them, the command can't detect that the newest events of a chain and its stored end were removed together. Use --checkpoints FILE",
    );
  else {
    const matching = countWords(checkpoints.length, "checkpoint matches", "checkpoints match");
    const newer = countWords(eventsSince, "event is newer", "events are newer");
    console.log(`${matching}; ${newer}, ${countWords(unanchored, "chain has", "chains have")} no checkpoint`);
  }
}

/**
 * Verifies a file that `audit export` wrote, without a database. Of the environment it needs only AUDIT_KEY, and that only for
 * checkpoints.
 */
async function printArchive(file: string, checkpointFile: string | undefined): Promise<void> {
  const checkpoints = checkpointFile === undefined ? [] : await checkpointsIn(checkpointFile, auditKeysEnv());
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  const found = await verifyArchive(lines, checkpoints).catch(() => {
    throw new CommandFailed("The archive can't be read. Check its path and its permissions.");
  });
  if (found.kind === "unreadable")
    throw new CommandFailed(
      `Line ${found.line} of the archive was not written by sallyport audit export. Use an unchanged file of that command.`,
    );
  printChains(found.report, checkpoints);
}

const REPORT_PROBLEMS: Readonly<Record<Extract<ReportCheck, { kind: "broken" }>["why"], string>> = {
  unreadable: "it is not a verification report of this portal",
  edited: "its evidence does not match its digest: the file was changed",
  "not-closed": "its verification was not finished at download, so no audit event confirms it",
  "row-missing": "the audit chain does not contain its event",
  "row-differs": "the audit chain contains a different event in its place",
};

/** Prints whether the audit chains still contain the events that a verification report names. Sets exit status 1 if they do not. */
async function printReport(file: string): Promise<void> {
  const check = await checkReport(CLI, textOf(file));
  const holds = check.kind === "holds";
  console.log(`Report ${file}: ${holds ? `valid, confirmed by event ${check.seq} of chain ${check.chain}` : REPORT_PROBLEMS[check.why]}.`);
  if (!holds) process.exitCode = 1;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CommandFailed("The report can't be read. Check its path and its permissions.");
  }
}

/**
 * Recomputes every link of every audit chain, in the database or in an archive. Prints the first bad event and sets exit status 1 if a link does not match. With a verification
 * report, also checks that its events are in the chains.
 */
export const command: Command = {
  usage: "audit verify [--archive FILE] [--checkpoints FILE] [--report FILE]",
  async run(args) {
    const { values } = readArguments(args, { values: ["archive", "checkpoints", "report"] });
    const { archive, report } = values;
    if (archive !== undefined) {
      if (report !== undefined) throw new UsageError("--report needs the database. Use it without --archive.");
      return printArchive(archive, values.checkpoints);
    }
    const env = commandEnv();
    const checkpoints = values.checkpoints === undefined ? [] : await checkpointsIn(values.checkpoints, env.auditKeys);
    openDatabase(env.databaseUrls);
    try {
      printChains(await verifyAuditChain(CLI, checkpoints), checkpoints);
      if (report !== undefined) await printReport(report);
    } finally {
      await closeDatabase();
    }
  },
};
