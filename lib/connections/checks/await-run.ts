import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { followRuns } from "./follow-runs.ts";

/** Somewhat more than a run may take. */
const PATIENCE_MS = 15_000;

/** Waits for the end of the run that goes on for a connection, whichever process executes it. */
export async function awaitRun(actor: CustomerActor, deployment: AppContext, connectionId: ConnectionId): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const event of followRuns(actor, deployment, connectionId, { signal })) {
    if (event.kind === "closed") return;
  }
}
