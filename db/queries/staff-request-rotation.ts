import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/**
 * Queues a rotation for the worker and writes the audit row with its reason, a word. Refusals: `staff`; `third_id` while
 * one is under way; P0002 for a connection without a role in use.
 */
export async function staffRequestRotation(
  tx: Transaction,
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly reason: string },
): Promise<void> {
  await tx.execute(sql`select request_rotation(${actor.userId}, ${of.customerId}, ${of.connectionId}, ${of.reason})`);
}
