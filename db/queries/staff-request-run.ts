import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** Queues a run for the worker and writes the audit row. Refusals: `staff`; P0002 for a draft, a removed or no connection. */
export async function staffRequestRun(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<void> {
  await tx.execute(sql`select request_run(${actor.userId}, ${customerId}, ${connectionId})`);
}
