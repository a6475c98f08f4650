import { createHash } from "node:crypto";
import type { Transaction } from "#db/in-transaction.ts";
import { appendAudit } from "#db/queries/audit.ts";
import { type Actor, auditNameOf } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** The name of an audit event: words with dots, such as `run.started`. The database refuses any other format. */
export type AuditEvent = `${Lowercase<string>}.${Lowercase<string>}`;

/** The attributes of an audit event: IDs and plain words by name. The database refuses an ARN, an email address or a name. */
export type AuditAttributes = Readonly<Record<string, string>>;

/**
 * Writes one event to the chain of a customer (or `partner`), in the transaction of the change. It must be the
 * transaction's last statement: the chain's head is locked until the commit. A customer's actor can write only to the customer's own
 * chain.
 * @throws a refusal `budget_…` when the customer reached the limit for this action; an action that stops or removes
 *   something has no limit (`action_of` and `action_limits`). The guards convert it with `explainActLimit`.
 */
export async function recordAudit(
  tx: Transaction,
  actor: Actor,
  chain: CustomerId | "partner",
  event: AuditEvent,
  attributes: AuditAttributes,
): Promise<void> {
  await appendAudit(tx, { chain, event, actor: auditNameOf(actor), attributes });
}

/**
 * SHA-256 of plain data as lower-case hex, over its JSON with sorted keys and no white space: what
 * `jq -jcS . | sha256sum` prints, so that anyone who has the data can compute it without the portal.
 */
export function contentDigest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(",")}}`;
}
