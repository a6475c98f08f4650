import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** `interactive`: a person waits. `overdue`: whoever has waited as long as it can gets its calls whatever that means for others. */
export type CallPriority = "interactive" | "background" | "overdue";

export interface CallsWanted {
  /** Whose share the calls are taken from; null for the background work of several customers together, and in their name by nobody. */
  readonly customerId: CustomerId | null;
  readonly region: string;
  /** 1 to 100. */
  readonly calls: number;
  /** The whole portal's rate, calls a second. */
  readonly perSecond: number;
  readonly priority: CallPriority;
}

/**
 * Pays for calls to STS. `taken`: they are ours after so many milliseconds. Else ask again after them: nothing was paid.
 * Who gets them when there are too few: `take_sts_calls`, migration 0048.
 */
export async function takeStsCalls(tx: Transaction, wanted: CallsWanted): Promise<{ readonly taken: boolean; readonly waitMs: number }> {
  const { customerId, region, calls, perSecond, priority } = wanted;
  const { rows } = await tx.execute<{ taken: boolean; wait_ms: number }>(
    sql`select taken, wait_ms from take_sts_calls(${customerId}, ${region}, ${calls}, ${perSecond}, ${priority})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the bucket of STS calls gave no answer");
  return { taken: row.taken, waitMs: row.wait_ms };
}

/** Whether a run may begin: `shut` = the circuit is; `open` = AWS refused our credentials; `trial` = this one run may try. */
export async function stsGate(tx: Transaction, region: string): Promise<"shut" | "open" | "trial"> {
  const { rows } = await tx.execute<{ gate: "shut" | "open" | "trial" }>(sql`select sts_gate(${region}) as gate`);
  return rows[0]?.gate ?? "shut";
}

/** Milliseconds until a run may begin again; 0 = now. */
export async function stsPausedFor(tx: Transaction, region: string): Promise<number> {
  const { rows } = await tx.execute<{ ms: number }>(sql`select sts_paused(${region}) as ms`);
  return rows[0]?.ms ?? 0;
}

/** AWS refused our own credentials: no run begins until one trial succeeds, and staff are alerted, once. */
export async function stsBroken(tx: Transaction, region: string): Promise<void> {
  await tx.execute(sql`select sts_broken(${region})`);
}

/** AWS took our credentials again: runs go on, and the alert ends by itself. */
export async function stsWorks(tx: Transaction, region: string): Promise<void> {
  await tx.execute(sql`select sts_works(${region})`);
}

/** Lets staff know of what no customer has to do with; once until somebody resolves it. */
export async function raisePartnerAlert(tx: Transaction, kind: "control-failed" | "too-many-refusals"): Promise<void> {
  await tx.execute(sql`select raise_partner_alert(${kind})`);
}
