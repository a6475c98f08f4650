import { inTransaction } from "#db/in-transaction.ts";
import { type AuditPageRow, newestAuditEvents } from "#db/queries/audit-read.ts";
import type { Actor } from "#lib/kernel/actor.ts";
import type { CustomerId } from "#lib/kernel/ids.ts";

/** One event for a page of history. `at` is milliseconds since 1970, UTC. */
export interface AuditEntry extends Omit<AuditPageRow, "at"> {
  readonly at: number;
}

/** The newest events of a chain, newest first; `before` (a seq) turns the page. A customer's actor sees its own chain alone. */
export async function readAudit(
  actor: Actor,
  chain: CustomerId | "partner",
  page: { readonly limit: number; readonly before?: number },
): Promise<readonly AuditEntry[]> {
  const rows = await inTransaction(actor, (tx) => newestAuditEvents(tx, chain, page.limit, page.before));
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
