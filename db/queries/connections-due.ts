import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { workerHeartbeats } from "#db/schema/worker-heartbeats.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** A connection that is due and that one worker has leased, with the facts that decide which check it is due for. */
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

/** Leases up to `howMany` due connections for `leaseSeconds`: the longest due first, at most `perCustomer` of one customer at a time. */
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

/** When a connection is due again: in so many milliseconds, never, or at the time that the check itself stored. */
export type NextCheck = { readonly afterMs: number } | "never" | "as-decided";

/** A connection whose check has ended. */
export interface CheckedConnection {
  readonly due: Pick<DueConnection, "customerId" | "connectionId" | "leaseToken">;
  readonly nextCheck: NextCheck;
}

/** Ends the leases of checked connections and stores when they are due again. Skips a lease that expired, since another worker may hold the connection. Returns how many were updated. */
export async function finishDue(tx: Transaction, checked: readonly CheckedConnection[]): Promise<number> {
  const done = checked.map(({ due, nextCheck }) => ({
    customer: due.customerId,
    connection: due.connectionId,
    token: due.leaseToken,
    keeps: nextCheck === "as-decided",
    after_ms: typeof nextCheck === "object" ? nextCheck.afterMs : null,
  }));
  // The database computes the time, because the clocks of several workers may differ.
  const { rows } = await tx.execute<{ n: string }>(sql`select finish_due(coalesce(jsonb_agg(
    d || jsonb_build_object('next_at', now() + (d->>'after_ms')::int * interval '1 ms')), '[]')) as n
    from jsonb_array_elements(${JSON.stringify(done)}::jsonb) d`);
  return Number(rows[0]?.n ?? 0);
}

/** Closes every run whose process died as lost. Returns how many there were. */
export async function closeLostRuns(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select close_lost_runs() as n`);
  return Number(rows[0]?.n ?? 0);
}

/** Deletes the pending role ARNs that are older than an hour. Returns how many there were. */
export async function purgePendingRoleArns(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select delete_expired_role_arns() as n`);
  return Number(rows[0]?.n ?? 0);
}

/** Stores that this worker is alive, and deletes the heartbeats that are older than a day. */
export async function beat(tx: Transaction, workerId: string): Promise<void> {
  await tx
    .insert(workerHeartbeats)
    .values({ workerId, beatAt: sql`now()` })
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { beatAt: sql`now()`, endedAt: null } });
  await tx.execute(sql`delete from worker_heartbeats where beat_at < now() - interval '1 day'`);
}

/** Stores that a worker ended, so that it counts neither as active nor as silent. */
export async function endBeat(tx: Transaction, workerId: string): Promise<void> {
  await tx.execute(sql`update worker_heartbeats set beat_at = now(), ended_at = now() where worker_id = ${workerId}`);
}
