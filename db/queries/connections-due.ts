import { sql } from "drizzle-orm";
import { workerHeartbeats } from "#db/schema/worker-heartbeats.ts";
import type { Transaction } from "#db/transaction.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** A connection that is due, taken by one worker until its lease ends, and what decides which check it is due for. */
export interface DueConnection {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly leaseToken: string;
  readonly externalIdId: string;
  readonly confirmStep: number;
  readonly regularIsDue: boolean;
  readonly rotating: "pending" | "retiring" | null;
}

interface ClaimedRow extends Record<string, unknown> {
  readonly customer_id: string;
  readonly connection_id: string;
  readonly lease_token: string;
  readonly external_id_id: string;
  readonly confirm_step: number;
  readonly regular_is_due: boolean;
  readonly rotating: "pending" | "retiring" | null;
}

/** Takes up to `howMany` due connections for `leaseSeconds`, oldest first and at most `perCustomer` of one customer at a time. */
export async function claimDue(
  tx: Transaction,
  claim: { readonly howMany: number; readonly leaseSeconds: number; readonly perCustomer: number },
): Promise<readonly DueConnection[]> {
  const { rows } = await tx.execute<ClaimedRow>(
    sql`select * from claim_due(${claim.howMany}, ${claim.leaseSeconds}, ${claim.perCustomer})`,
  );
  return rows.map((row) => ({
    customerId: CustomerId.parse(row.customer_id),
    connectionId: ConnectionId.parse(row.connection_id),
    leaseToken: row.lease_token,
    externalIdId: row.external_id_id,
    confirmStep: row.confirm_step,
    regularIsDue: row.regular_is_due,
    rotating: row.rotating,
  }));
}

/** When a connection is due again: so long from now, not at all, or when the check itself wrote. */
export type NextCheck = { readonly afterMs: number } | "never" | "as-decided";

/** A connection whose check has ended. */
export interface CheckedConnection {
  readonly due: Pick<DueConnection, "customerId" | "connectionId" | "leaseToken">;
  readonly nextCheck: NextCheck;
}

/** Gives connections back. One whose lease was lost is another worker's by now, and is left alone; answers how many were not. */
export async function finishDue(tx: Transaction, checked: readonly CheckedConnection[]): Promise<number> {
  const done = checked.map(({ due, nextCheck }) => ({
    customer: due.customerId,
    connection: due.connectionId,
    token: due.leaseToken,
    keeps: nextCheck === "as-decided",
    after_ms: typeof nextCheck === "object" ? nextCheck.afterMs : null,
  }));
  // The moment is the database's: workers whose clocks disagree must not disagree about what is due.
  const { rows } = await tx.execute<{ n: string }>(sql`select finish_due(coalesce(jsonb_agg(
    d || jsonb_build_object('next_at', now() + (d->>'after_ms')::int * interval '1 ms')), '[]')) as n
    from jsonb_array_elements(${JSON.stringify(done)}::jsonb) d`);
  return Number(rows[0]?.n ?? 0);
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
