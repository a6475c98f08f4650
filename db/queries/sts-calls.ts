import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** `interactive`: a person waits. `overdue`: the request has waited as long as it may and gets its calls before all others. */
export type CallPriority = "interactive" | "background" | "overdue";

export interface CallsWanted {
  /** The customer whose share the calls are taken from; null for background work of several customers together. */
  readonly customerId: CustomerId | null;
  readonly region: string;
  /** 1 to 100. */
  readonly calls: number;
  /** The rate of the whole portal, in calls a second. */
  readonly perSecond: number;
  readonly priority: CallPriority;
}

/**
 * Acquires calls to STS. If `taken`, they may be sent after `waitMs` milliseconds; otherwise none was acquired, and the caller may
 * request them again after `waitMs`. The function `take_sts_calls` shares the calls fairly when there are too few.
 */
export async function takeStsCalls(tx: Transaction, wanted: CallsWanted): Promise<{ readonly taken: boolean; readonly waitMs: number }> {
  const { customerId, region, calls, perSecond, priority } = wanted;
  const { rows } = await tx.execute<{ taken: boolean; wait_ms: number }>(
    sql`select taken, wait_ms from take_sts_calls(${customerId}, ${region}, ${calls}, ${perSecond}, ${priority})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("take_sts_calls returned no row");
  return { taken: row.taken, waitMs: row.wait_ms };
}

/** The circuit breaker for our own credentials. `shut`: runs may start. `open`: AWS refused our credentials, so no run may start. `trial`: this run may start to test them. */
export async function stsGate(tx: Transaction, region: string): Promise<"shut" | "open" | "trial"> {
  const { rows } = await tx.execute<{ gate: "shut" | "open" | "trial" }>(sql`select sts_breaker(${region}) as gate`);
  return rows[0]?.gate ?? "shut";
}

/** Milliseconds until a run may start again; 0 = now. */
export async function stsPausedFor(tx: Transaction, region: string): Promise<number> {
  const { rows } = await tx.execute<{ ms: number }>(sql`select sts_paused(${region}) as ms`);
  return rows[0]?.ms ?? 0;
}

/** Called when AWS refused our own credentials: no run starts until a trial succeeds, and staff get one alert. */
export async function stsBroken(tx: Transaction, region: string): Promise<void> {
  await tx.execute(sql`select record_sts_failure(${region})`);
}

/** Called when AWS accepts our credentials again: runs may start, and the alert is resolved. */
export async function stsWorks(tx: Transaction, region: string): Promise<void> {
  await tx.execute(sql`select record_sts_success(${region})`);
}

/** Raises an alert for staff that concerns no customer; once until it is resolved. */
export async function raisePartnerAlert(tx: Transaction, kind: "control-failed" | "too-many-refusals"): Promise<void> {
  await tx.execute(sql`select raise_partner_alert(${kind})`);
}
