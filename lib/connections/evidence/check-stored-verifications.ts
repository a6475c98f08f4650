import { inTransaction } from "#db/in-transaction.ts";
import { connectedPage, lockConnection } from "#db/queries/connections-read.ts";
import { changeConnection } from "#db/queries/connections-write.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { hasAuthenticVerification, NOT_AUTHENTIC, raiseForgery } from "./evidence-mac.ts";

/** Rows per pass: 2,000 HMACs take about ten milliseconds. */
const PAGE = 2000;

/**
 * Checks the MACs of all connected connections, one page per pass and then from the start again, and revokes each verification that
 * the portal did not write: its status becomes "verification expired", the role is verified immediately, and staff are alerted.
 * Reads and pages check for themselves. This keeps the status correct for other readers of the database, and alerts staff when
 * no page is opened. Returns the function for one pass, which returns how many verifications it revoked.
 */
export function checkStoredVerifications(actor: SystemActor, context: AppContext): () => Promise<number> {
  let after: { readonly customerId: string; readonly id: string } | null = null;
  return async () => {
    const rows = await inTransaction(actor, (tx) => connectedPage(tx, after, PAGE), { readOnly: true });
    const last = rows.at(-1);
    after = last === undefined || rows.length < PAGE ? null : { customerId: last.customerId, id: last.id };
    const forged = rows.filter((row) => !hasAuthenticVerification(context.env.dataKeys, row));
    for (const { customerId, id } of forged) await revoke(actor, context, CustomerId.parse(customerId), ConnectionId.parse(id));
    return forged.length;
  };
}

async function revoke(actor: SystemActor, { env }: AppContext, customerId: CustomerId, connectionId: ConnectionId): Promise<void> {
  const run = await inTransaction(actor, async (tx) => {
    const row = await lockConnection(tx, customerId, connectionId);
    if (row === undefined || hasAuthenticVerification(env.dataKeys, row)) return undefined;
    const change = { status: "expired", reason: NOT_AUTHENTIC, nextCheckAt: row.readAt } as const;
    await changeConnection(tx, customerId, connectionId, change);
    const { verifiedRunId } = row;
    await recordAudit(tx, actor, customerId, "verification.rejected", {
      connection: connectionId,
      ...(verifiedRunId !== null && { run: verifiedRunId }),
    });
    return { id: verifiedRunId };
  });
  if (run !== undefined) await raiseForgery(actor, { customerId, connectionId, id: run.id });
}
