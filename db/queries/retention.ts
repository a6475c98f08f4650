import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";

/** What one step did: how many rows it looked at, and how many it deleted. */
export interface PruneStep {
  readonly read: number;
  readonly deleted: number;
}

/**
 * Deletes the probes of the next `most` runs that are older than `days` and that nothing needs.
 * @throws 22023 if `days` is below the minimum of the database (30), or `most` above 5,000
 */
export async function pruneProbes(tx: Transaction, days: number, most: number): Promise<PruneStep> {
  const { rows } = await tx.execute<{ read: number; deleted: number }>(
    sql`select runs_read as read, deleted from prune_probes(${days}, ${most})`,
  );
  return rows[0] ?? { read: 0, deleted: 0 };
}

/**
 * Deletes the next `most` runs that are older than `days` and that nothing needs, with their probes.
 * @throws 22023 if `days` is below the minimum of the database (90), or `most` above 5,000
 */
export async function pruneRuns(tx: Transaction, days: number, most: number): Promise<PruneStep> {
  const { rows } = await tx.execute<{ read: number; deleted: number }>(
    sql`select runs_read as read, deleted from prune_runs(${days}, ${most})`,
  );
  return rows[0] ?? { read: 0, deleted: 0 };
}

/** Counts the verifications of the next hours, at most `most`. Returns how many hours were counted. */
export async function countVerifications(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select count_verifications(${most}) as n`);
  return rows[0]?.n ?? 0;
}

/** Finds out which steps the next `most` customers reached. Returns how many customers were looked at. */
export async function countOnboarding(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select count_onboarding(${most}) as n`);
  return rows[0]?.n ?? 0;
}

/** Counts all connections for today. */
export async function countConnections(tx: Transaction): Promise<void> {
  await tx.execute(sql`select count_connections()`);
}

/** Updates by what staff see customers sorted, and counts connections and customers of the last minute. */
export async function countForLists(tx: Transaction): Promise<void> {
  await tx.execute(sql`select count_for_lists()`);
}

/** Adds the calls to AWS that were taken since the last count to the current hour. */
export async function countCalls(tx: Transaction): Promise<void> {
  await tx.execute(sql`select count_calls()`);
}

/** Deletes counts by hour after 400 days and counts by day after three years. */
export async function pruneCounts(tx: Transaction): Promise<void> {
  await tx.execute(sql`select prune_counts()`);
}
