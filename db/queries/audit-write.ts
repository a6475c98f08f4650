import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

/** Appends one event to a chain (a customer's id, or `partner`). The last statement of its transaction: it locks the chain. */
export async function appendAudit(
  tx: Transaction,
  event: { readonly chain: string; readonly event: string; readonly actor: string; readonly ids: Readonly<Record<string, string>> },
): Promise<void> {
  await tx.execute(sql`select append_audit(${event.chain}, ${event.event}, ${event.actor}, ${JSON.stringify(event.ids)}::jsonb)`);
}
