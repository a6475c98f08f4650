import { inTransaction } from "#db/in-transaction.ts";
import { recordDeniedCall } from "#db/queries/audit.ts";
import { auditNameOf } from "#kernel/actor.ts";
import type { SessionOwner } from "./session-holder.ts";

/**
 * Records in the partner's chain that somebody signed in called what only staff, or only other staff, may call. `entryPoint`
 * is a word of ours, such as `suspend-customer`. The first call has its row at once; what the same person tries there in the
 * ten minutes after it is counted, and written by the worker as one row with `times`. No call is lost.
 */
export async function recordRefusedStaffCall(requester: SessionOwner, entryPoint: string): Promise<void> {
  if (requester.kind === "nobody") return;
  const actor = requester.kind === "outsider" ? `user:${requester.userId}` : auditNameOf(requester.actor);
  const customerId = requester.kind === "customer" ? requester.actor.customerId : null;
  await inTransaction({ kind: "sign-in" }, (tx) => recordDeniedCall(tx, { actor, customerId, entryPoint }));
}
