import { inTransaction } from "#db/in-transaction.ts";
import { recordDeniedCall } from "#db/queries/audit.ts";
import { auditNameOf } from "#kernel/actor.ts";
import type { SessionOwner } from "./session-owner.ts";

/**
 * Records in the partner's chain that a signed-in person called an entry point that only staff, or only other staff, may call. `entryPoint`
 * is its name, such as `suspend-customer`. The first call gets its row immediately; further calls of the same person in the
 * next ten minutes are counted, and the worker writes them as one row with `times`. No call is lost.
 */
export async function recordRefusedStaffCall(requester: SessionOwner, entryPoint: string): Promise<void> {
  if (requester.kind === "nobody") return;
  const actor = requester.kind === "outsider" ? `user:${requester.userId}` : auditNameOf(requester.actor);
  const customerId = requester.kind === "customer" ? requester.actor.customerId : null;
  await inTransaction({ kind: "sign-in" }, (tx) => recordDeniedCall(tx, { actor, customerId, entryPoint }));
}
