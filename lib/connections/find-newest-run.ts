import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { fail, ok, type Result } from "#lib/kernel/result.ts";
import type { RunView } from "#lib/verification/run-view.ts";
import type { Deployment } from "./deployment.ts";
import { findRunState } from "./find-run-state.ts";

/** The newest run of a connection as it stands, or null when there was none. */
export async function findNewestRun(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
): Promise<Result<RunView | null>> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      if (row === undefined) return fail("not-found", "not found");
      const { runs } = await findRunState(tx, actor, deployment, row, 1);
      return ok(runs[0] ?? null);
    },
    { readOnly: true },
  );
}
