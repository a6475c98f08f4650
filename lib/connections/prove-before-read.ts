import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import type { Deployment } from "./deployment.ts";
import { followRuns } from "./follow-runs.ts";
import { startRun } from "./start-run.ts";

/** One inline re-check before a read whose proof is too old. While another process checks already, its end is waited for. */
export async function proveBeforeRead(actor: CustomerActor, deployment: Deployment, connectionId: ConnectionId): Promise<void> {
  const start = await startRun(actor, deployment, { customerId: actor.customerId, connectionId, reason: "recheck" });
  if (start.kind === "started") await start.done;
  if (start.kind !== "going-on") return;
  const patience = AbortSignal.timeout(15_000);
  for await (const event of followRuns(actor, deployment, connectionId, { signal: patience })) {
    if (event.kind === "closed") return;
  }
}
