import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { newestRuns } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { awaitRun, followRuns } from "#lib/connections/checks/follow-runs.ts";
import { followStart, newestRunId, STILL_IN_PROGRESS, startAfterRunInProgress } from "#lib/connections/checks/run-requests.ts";
import { startRun } from "#lib/connections/checks/start-run.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";

/**
 * Verifies the role under the pending External ID, with a run that begins after the request, and makes that ID current when the
 * run is secure. If a run that began earlier completes the rotation, the person follows that run.
 */
export async function verifyPending(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
): Promise<Result<AsyncIterable<RunEvent>>> {
  const { customerId } = actor;
  const find = () => inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
  const verify = () => startRun(actor, context, { customerId, connectionId, reason: "rotation" });
  const pending = (await find())?.pending?.id;
  const start = await verify();
  if (start.kind === "nothing-to-verify") return NO_ROTATION;
  if (start.kind !== "in-progress") return followStart(actor, context, connectionId, start);
  return ok(
    await startAfterRunInProgress(actor, context, connectionId, async (earlier) => {
      if (pending !== undefined && (await find())?.externalIdId === pending) return ok(followRuns(actor, context, connectionId));
      const later = await verify();
      if (later.kind === "nothing-to-verify") return NO_ROTATION;
      if (later.kind === "in-progress" && (await newestRunId(actor, connectionId)) === earlier) return STILL_IN_PROGRESS;
      if (later.kind === "in-progress" && !(await isOfPending(actor, connectionId))) return OF_CURRENT_ID;
      return followStart(actor, context, connectionId, later);
    }),
  );
}

const NO_ROTATION = fail(
  "conflict",
  "No rotation is in progress, or the connection is disabled. Reload the page to see the current status.",
);
const OF_CURRENT_ID = fail(
  "conflict",
  "A verification with the current External ID is in progress. Wait a few seconds, then verify the new External ID.",
);

/** Whether the run in progress sends the pending ID. Only then is its result the answer. */
async function isOfPending(actor: CustomerActor, connectionId: ConnectionId): Promise<boolean> {
  const { customerId } = actor;
  return inTransaction(
    actor,
    async (tx) => {
      const [newest] = await newestRuns(tx, customerId, connectionId, 1);
      return newest !== undefined && newest.run.externalIdId === (await findConnection(tx, customerId, connectionId))?.pending?.id;
    },
    { readOnly: true },
  );
}

/**
 * The same for a read that the role denied: after its owner replaces the External ID, a role denies the current one before the
 * portal knows. Fast without a rotation, because AWS is not called then. Returns nothing, since other reads may switch at the
 * same time: the caller reads the current ID afterwards.
 */
export async function switchIfPendingIsAccepted(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<void> {
  const { customerId } = actor;
  const find = () => inTransaction(actor, (tx) => findConnection(tx, customerId, connectionId), { readOnly: true });
  const pending = (await find())?.pending;
  if (pending == null) return;
  // A run in progress may be a check of the current ID: wait for its end, then try once more.
  for (let tries = 0; tries < 2; tries++) {
    const start = await startRun(actor, context, { customerId, connectionId, reason: "rotation" });
    if (start.kind === "started") await start.done;
    else if (start.kind === "in-progress") await awaitRun(actor, context, connectionId);
    if (start.kind !== "in-progress" || (await find())?.externalIdId === pending.id) return;
  }
}
