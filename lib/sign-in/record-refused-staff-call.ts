import { inTransaction } from "#db/in-transaction.ts";
import { recordDeniedCall } from "#db/queries/audit-write.ts";
import { auditNameOf } from "#kernel/actor.ts";
import type { SessionHolder } from "./session-holder.ts";

/**
 * Records in the partner's chain that somebody signed in called what only staff, or only other staff, may call. `entryPoint`
 * is a word of ours, such as `suspend-customer`. The first call has its row at once; what the same person tries there in the
 * ten minutes after it is counted, and written by the worker as one row with `times`. No call is lost.
 */
export async function recordRefusedStaffCall(asker: SessionHolder, entryPoint: string): Promise<void> {
  if (asker.kind === "nobody") return;
  const actor = asker.kind === "outsider" ? `user:${asker.userId}` : auditNameOf(asker.actor);
  const customerId = asker.kind === "customer" ? asker.actor.customerId : null;
  await inTransaction({ kind: "sign-in" }, (tx) => recordDeniedCall(tx, { actor, customerId, entryPoint }));
}
