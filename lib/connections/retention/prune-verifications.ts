import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type PruneStep, pruneProbes, pruneRuns } from "#db/queries/retention.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/time/clock.ts";

/** Days that rows are kept (PROBE_RETENTION_DAYS, REPORT_RETENTION_DAYS). The database refuses less than its own minimums. */
export interface Retention {
  /** The probes of verifications whose report is not kept. */
  readonly probeDays: number;
  /** Verifications, with the probes of those whose report is kept. */
  readonly reportDays: number;
}

/** Runs of one transaction. With eight probes each it deletes at most 2,000 rows, in a fraction of the 5 seconds of a query. */
const RUNS_A_STEP = 250;
/** The longest turn. Steps are short, so a turn ends soon after it. */
const LONGEST_TURN_MS = 5000;

/**
 * One turn of deleting old probes and runs: steps of one transaction each, until nothing is old enough, or five seconds are over or the
 * signal aborts. Readers never wait: nothing locks a row that they read. Several workers may do this at once; one of them works.
 * Returns how many probes and runs were deleted.
 */
export async function pruneVerifications(
  actor: SystemActor,
  { probeDays, reportDays }: Retention,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly probes: number; readonly runs: number }> {
  const end = clock.now().getTime() + LONGEST_TURN_MS;
  const until = async (prune: (tx: Transaction, most: number) => Promise<PruneStep>): Promise<number> => {
    let deleted = 0;
    while (!signal.aborted && clock.now().getTime() < end) {
      const step = await inTransaction(actor, (tx) => prune(tx, RUNS_A_STEP));
      deleted += step.deleted;
      if (step.read < RUNS_A_STEP) break;
    }
    return deleted;
  };
  const runs = await until((tx, most) => pruneRuns(tx, reportDays, most));
  const probes = await until((tx, most) => pruneProbes(tx, probeDays, most));
  return { probes, runs };
}
