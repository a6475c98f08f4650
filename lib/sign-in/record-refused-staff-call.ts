import { inTransaction } from "#db/in-transaction.ts";
import { appendAudit } from "#db/queries/audit-write.ts";
import { auditNameOf } from "#lib/kernel/actor.ts";
import type { SessionHolder } from "./session-holder.ts";

/** Writes to the partner's chain that somebody signed in tried what only staff, or only other staff, may do. */
export async function recordRefusedStaffCall(asker: SessionHolder): Promise<void> {
  if (asker.kind === "nobody") return;
  const actor = asker.kind === "outsider" ? `user:${asker.userId}` : auditNameOf(asker.actor);
  const ids: Record<string, string> = asker.kind === "customer" ? { customer: asker.actor.customerId } : {};
  await inTransaction({ kind: "sign-in" }, (tx) => appendAudit(tx, { chain: "partner", event: "staff_door.refused", actor, ids }));
}
