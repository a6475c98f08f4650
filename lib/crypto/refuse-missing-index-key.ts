import { inTransaction } from "#db/in-transaction.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { knownIndexKeys, MissingIndexKey } from "./seal-role-arn.ts";

/** EX_CONFIG of sysexits.h: restarting does not help. */
const WRONG_SETTING = 78;

/**
 * Ends the process with exit code 78 and one sentence in its log when ARN_INDEX_KEY lacks a key that the database uses: it would not
 * notice that a role is connected already. Returns after `patienceMs` milliseconds at the latest, also when the database can't be
 * reached, because every use of the keys checks them again.
 */
export async function refuseMissingIndexKey(actor: SystemActor, keys: readonly Secret<string>[], patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  const checked = inTransaction(actor, (tx) => knownIndexKeys(tx, keys)).then(
    () => undefined,
    (error: unknown) => error,
  );
  const problem = await Promise.race([checked, patience]);
  clearTimeout(timer);
  if (problem !== undefined && !(problem instanceof MissingIndexKey)) log("warn", "ARN_INDEX_KEY is not checked yet", {}, problem);
  if (!(problem instanceof MissingIndexKey)) return;
  log("error", "bad environment", { problem: problem.message });
  process.exit(WRONG_SETTING);
}
