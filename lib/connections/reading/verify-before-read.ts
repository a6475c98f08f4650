import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { awaitRun } from "#lib/connections/checks/await-run.ts";
import { startRun } from "#lib/connections/checks/start-run.ts";
import { switchIfPendingOpens } from "#lib/connections/rotation/verify-pending.ts";

/**
 * One inline re-check before a read whose proof is too old, and one under the pending ID when that proves nothing and a
 * rotation is under way. While another process checks already, its end is waited for.
 */
export async function verifyBeforeRead(actor: CustomerActor, deployment: AppContext, connectionId: ConnectionId): Promise<void> {
  const start = await startRun(actor, deployment, { customerId: actor.customerId, connectionId, reason: "recheck" });
  if (start.kind === "started") {
    const end = await start.done;
    if ("kind" in end || end.view.verdict !== "secure") await switchIfPendingOpens(actor, deployment, connectionId);
  }
  if (start.kind === "going-on") await awaitRun(actor, deployment, connectionId);
}
