import { and, asc, desc, eq, isNotNull, lt, not, sql } from "drizzle-orm";
import { verificationProbes } from "#db/schema/verification-probes.ts";
import { verificationRuns } from "#db/schema/verification-runs.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId, RunId } from "#kernel/ids.ts";
import { isVainLook, type RunRow, type RunWithProbes } from "./runs-read.ts";

/** One run with its answers; undefined for a foreign and an absent one alike. */
export async function findRun(tx: Transaction, customerId: CustomerId, id: RunId): Promise<RunWithProbes | undefined> {
  const [run] = await tx
    .select()
    .from(verificationRuns)
    .where(and(eq(verificationRuns.customerId, customerId), eq(verificationRuns.id, id)));
  return run && withProbes(tx, run);
}

/**
 * The closed run of the same connection before this one, to compare it with. Looks that only found a role not updated
 * yet, while its ID is rotated, are passed over, as in lists.
 */
export async function findRunBefore(tx: Transaction, run: RunRow): Promise<RunWithProbes | undefined> {
  const [before] = await tx
    .select()
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, run.customerId),
        eq(verificationRuns.connectionId, run.connectionId),
        lt(verificationRuns.startedAt, run.startedAt),
        isNotNull(verificationRuns.verdict),
        not(isVainLook),
      ),
    )
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1);
  return before && withProbes(tx, before);
}

async function withProbes(tx: Transaction, run: RunRow): Promise<RunWithProbes> {
  const probes = await tx
    .select()
    .from(verificationProbes)
    .where(and(eq(verificationProbes.customerId, run.customerId), eq(verificationProbes.runId, run.id)))
    .orderBy(asc(verificationProbes.n));
  return { run, probes };
}

/** The External ID a run was made with, and what became of it since. */
export async function externalIdOfRun(
  tx: Transaction,
  { customerId, connectionId, externalIdId }: Pick<RunRow, "customerId" | "connectionId" | "externalIdId">,
): Promise<{ readonly value: string; readonly state: "pending" | "current" | "retiring" | "retired" }> {
  const { rows } = await tx.execute<{ value: string; state: "pending" | "current" | "retiring" | "retired" }>(
    sql`select value, state from external_ids where customer_id = ${customerId} and connection_id = ${connectionId} and id = ${externalIdId}`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a run without its External ID");
  return row;
}
