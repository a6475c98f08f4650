import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

/** Appends one event to a chain (a customer's id, or `partner`). The last statement of its transaction: it locks the chain. */
export async function appendAudit(
  tx: Transaction,
  event: { readonly chain: string; readonly event: string; readonly actor: string; readonly ids: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.execute(sql`select append_audit(${event.chain}, ${event.event}, ${event.actor}, ${JSON.stringify(event.ids)}::jsonb)`);
}

/** Counts one call that staff's guard denied: the first of a person at an entry point has its audit row at once. */
export async function recordDeniedCall(
  tx: Transaction,
  denied: { readonly actor: string; readonly customerId: string | null; readonly entryPoint: string },
): Promise<void> {
  await tx.execute(sql`select record_denied_call(${denied.actor}, ${denied.customerId}, ${denied.entryPoint})`);
}

/** Writes the audit rows of denied calls whose ten minutes are over, at most 500. Answers how many counters were closed. */
export async function writeDeniedCalls(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ closed: number }>(sql`select write_denied_calls() as closed`);
  return rows[0]?.closed ?? 0;
}
