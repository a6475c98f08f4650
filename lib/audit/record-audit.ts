import type { Transaction } from "#db/in-transaction.ts";
import { appendAudit } from "#db/queries/audit.ts";
import { type Actor, auditNameOf } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** What audit rows say happened: words with dots, such as `run.started`. The database refuses anything else. */
export type AuditEvent = `${Lowercase<string>}.${Lowercase<string>}`;

/** What it happened to: ids and plain words by name. An ARN, an address or a name is refused by the database. */
export type AuditIds = Readonly<Record<string, string>>;

/**
 * Writes one event into the chain of a customer (or `partner`), in the transaction of the change. It must be the
 * transaction's last statement: the chain's head is locked until the commit. A customer's actor reaches its own chain alone.
 * @throws a refusal `budget_…` when the customer's people did this as often as they may for now; what stops or removes
 *   something has no budget (`act_of` and `act_limits`, migration 0047). The guards answer it with `explainActLimit`.
 */
export async function recordAudit(
  tx: Transaction,
  actor: Actor,
  chain: CustomerId | "partner",
  event: AuditEvent,
  ids: AuditIds,
): Promise<void> {
  await appendAudit(tx, { chain, event, actor: auditNameOf(actor), ids });
}
