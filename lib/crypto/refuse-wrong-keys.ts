import { inTransaction } from "#db/in-transaction.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import { MissingIndexKey } from "./seal-role-arn.ts";
import { findKeyProblem, recordKeys, type StoredKeys } from "./stored-keys.ts";

/** EX_CONFIG of sysexits.h: restarting does not help. */
const WRONG_SETTING = 78;

/**
 * Ends the process with exit code 78 and one line in its log when DATA_KEYS can't open the stored role ARNs, or when ARN_INDEX_KEY lacks a key
 * that the database uses: it would show every connection as expired, or not notice that a role is connected already. Otherwise records the
 * keys. Returns after `patienceMs` milliseconds at the latest, also when the database can't be reached; a problem that is found after that still
 * ends the process.
 */
export async function refuseWrongKeys(actor: SystemActor, keys: StoredKeys, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([checkAndRecord(actor, keys), patience]);
  clearTimeout(timer);
}

async function checkAndRecord(actor: SystemActor, keys: StoredKeys): Promise<void> {
  try {
    const problem = await inTransaction(actor, async (tx) => {
      const found = await findKeyProblem(tx, keys);
      if (found === undefined) await recordKeys(tx, keys);
      return found;
    });
    if (problem !== undefined) refuse(problem);
  } catch (error) {
    if (error instanceof MissingIndexKey) refuse(error.message);
    else log("warn", "the keys are not checked yet", {}, error);
  }
}

function refuse(problem: string): never {
  log("error", "bad environment", { problem });
  process.exit(WRONG_SETTING);
}
