import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { followStart } from "./follow-start.ts";
import { startRun } from "./start-run.ts";

/** Proves the role that a connection has once more ("Verify now"). A disabled or quarantined one is enabled by a secure run alone. */
export async function recheckConnection(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
): Promise<Result<AsyncIterable<RunEvent>>> {
  const { customerId } = actor;
  const start = await startRun(actor, deployment, { customerId, connectionId, reason: "recheck", enables: true });
  return followStart(actor, deployment, connectionId, start);
}
