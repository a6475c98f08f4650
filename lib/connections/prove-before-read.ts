import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { awaitRun } from "./await-run.ts";
import type { Deployment } from "./deployment.ts";
import { switchIfPendingOpens } from "./prove-pending.ts";
import { startRun } from "./start-run.ts";

/**
 * One inline re-check before a read whose proof is too old, and one under the pending ID when that proves nothing and a
 * rotation is under way. While another process checks already, its end is waited for.
 */
export async function proveBeforeRead(actor: CustomerActor, deployment: Deployment, connectionId: ConnectionId): Promise<void> {
  const start = await startRun(actor, deployment, { customerId: actor.customerId, connectionId, reason: "recheck" });
  if (start.kind === "started") {
    const end = await start.done;
    if ("kind" in end || end.view.verdict !== "secure") await switchIfPendingOpens(actor, deployment, connectionId);
  }
  if (start.kind === "going-on") await awaitRun(actor, deployment, connectionId);
}
