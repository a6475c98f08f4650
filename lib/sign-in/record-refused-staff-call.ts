import { sql } from "drizzle-orm";
import { inTransaction } from "#db/in-transaction.ts";
import { auditNameOf } from "#lib/kernel/actor.ts";
import type { SessionHolder } from "./session-holder.ts";

/** Writes to the partner's chain that somebody signed in tried what only staff, or only other staff, may do. */
export async function recordRefusedStaffCall(asker: SessionHolder): Promise<void> {
  if (asker.kind === "nobody") return;
  const who = asker.kind === "outsider" ? `user:${asker.userId}` : auditNameOf(asker.actor);
  const ids = asker.kind === "customer" ? { customer: asker.actor.customerId } : {};
  await inTransaction({ kind: "sign-in" }, (tx) =>
    tx.execute(sql`select append_audit('partner', 'staff_door.refused', ${who}, ${JSON.stringify(ids)}::jsonb)`),
  );
}
