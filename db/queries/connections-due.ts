import { sql } from "drizzle-orm";
import { workerHeartbeats } from "#db/schema/worker-heartbeats.ts";
import type { Transaction } from "#db/transaction.ts";
import { ConnectionId, CustomerId } from "#lib/kernel/ids.ts";

/** A connection that is due, taken by one worker until its lease ends. */
export interface DueConnection {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly leaseToken: string;
}

interface ClaimedRow extends Record<string, unknown> {
  readonly customer_id: string;
  readonly connection_id: string;
  readonly lease_token: string;
}

/** Takes up to `howMany` due connections for `leaseSeconds`, oldest first and at most `perCustomer` of one customer at a time. */
export async function claimDue(
  tx: Transaction,
  claim: { readonly howMany: number; readonly leaseSeconds: number; readonly perCustomer: number },
): Promise<readonly DueConnection[]> {
  const { rows } = await tx.execute<ClaimedRow>(sql`
    select customer_id, connection_id, lease_token from claim_due(${claim.howMany}, ${claim.leaseSeconds}, ${claim.perCustomer})`);
  return rows.map((row) => ({
    customerId: CustomerId.parse(row.customer_id),
    connectionId: ConnectionId.parse(row.connection_id),
    leaseToken: row.lease_token,
  }));
}

/** Gives a connection back. `lost` = another worker has it by now, and nothing was written. */
export async function releaseDue(tx: Transaction, due: DueConnection, nextCheckAt: Date | null): Promise<"released" | "lost"> {
  const at = nextCheckAt === null ? null : nextCheckAt.toISOString();
  const { rows } = await tx.execute<{ mine: boolean }>(
    sql`select release_due(${due.customerId}, ${due.connectionId}, ${due.leaseToken}, ${at}) as mine`,
  );
  return rows[0]?.mine === true ? "released" : "lost";
}

/** Ends every run whose process died. Answers how many there were. */
export async function closeLostRuns(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select close_lost_runs() as n`);
  return Number(rows[0]?.n ?? 0);
}

/** Deletes the submitted ARNs whose hour is over. Answers how many there were. */
export async function purgeCandidates(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select purge_candidates() as n`);
  return Number(rows[0]?.n ?? 0);
}

/** Says that this worker is alive, and forgets those that have not been for a day. */
export async function beat(tx: Transaction, workerId: string): Promise<void> {
  await tx
    .insert(workerHeartbeats)
    .values({ workerId, beatAt: sql`now()` })
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { beatAt: sql`now()` } });
  await tx.execute(sql`delete from worker_heartbeats where beat_at < now() - interval '1 day'`);
}

/** This worker is going: its heartbeat is no longer waited for. */
export async function endBeat(tx: Transaction, workerId: string): Promise<void> {
  await tx.execute(sql`delete from worker_heartbeats where worker_id = ${workerId}`);
}
