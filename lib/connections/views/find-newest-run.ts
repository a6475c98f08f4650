import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { findRunState } from "#lib/connections/checks/find-run-state.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";

/** The newest run of a connection as it stands, or null when there was none. */
export async function findNewestRun(
  actor: CustomerActor,
  deployment: AppContext,
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
