import { inTransaction } from "#db/in-transaction.ts";
import { checksFreeAt, submissionsLeft } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { explainCheckLimit, explainSubmissionLimit } from "./explain-submission-limit.ts";
import { followRuns } from "./follow-runs.ts";
import type { RunStart } from "./start-run.ts";

/**
 * What a person is told when a run was started for them, or why it was not. While one is going on already (another tab's,
 * the worker's) there is no second one: they follow it.
 */
export async function followStart(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  start: RunStart,
): Promise<Result<AsyncIterable<RunEvent>>> {
  switch (start.kind) {
    case "started":
      return ok(start.channel.follow());
    case "going-on":
      return ok(followRuns(actor, deployment, connectionId));
    case "not-found":
      return fail("not-found", "not found");
    case "nothing-to-prove":
      return fail("conflict", "This connection has no role yet. Enter the role ARN first.");
    case "paused":
      return fail(
        "unavailable",
        "AWS doesn’t accept the portal’s credentials, so verification is paused. The partner’s staff were notified. You don’t need to change your role.",
      );
    case "over-budget": {
      const { nextAt, now } = await inTransaction(actor, (tx) => submissionsLeft(tx, actor.customerId));
      return fail("limited", explainSubmissionLimit(nextAt ?? new Date(now.getTime() + 600_000), now));
    }
    case "too-many-checks": {
      const { at, now } = await inTransaction(actor, (tx) => checksFreeAt(tx, actor.customerId));
      return fail("limited", explainCheckLimit(at ?? now, now));
    }
  }
}
