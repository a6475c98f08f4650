import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";

/** Closes an open alert and writes the audit row. Refusals: `staff`; P0002 when it is closed already or not there. */
export async function staffResolveAlert(tx: Transaction, actor: StaffActor, alertId: string): Promise<void> {
  await tx.execute(sql`select resolve_alert(${actor.userId}, ${alertId})`);
}
