import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import { checksFreeAt, newestRuns, submissionsLeft } from "#db/queries/runs-read.ts";
import type { CustomerActor, SystemActor } from "#kernel/actor.ts";
import { parseRoleArn, type RoleArn } from "#kernel/aws/role-arn.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import { type AppContext, ownAccountsOf } from "#lib/connections/app-context.ts";
import { isSameArn } from "#lib/crypto/seal-role-arn.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { explainCheckLimit, explainRoleArnProblem, explainSubmissionLimit } from "./explain-role-arn-problem.ts";
import { awaitRun, followRuns } from "./follow-runs.ts";
import type { RunOrder } from "./open-run.ts";
import { type RunStart, startRun, startsLater } from "./start-run.ts";

/**
 * Verifies a submitted role ARN, with a run that begins after the request, and returns the run's events. Text that is no role ARN of the partition served, or a role in one
 * of the partner's own accounts, is rejected at the field: nothing is stored, no budget is used and AWS is not called.
 */
export async function submitRoleArn(
  actor: CustomerActor,
  context: AppContext,
  input: { readonly connectionId: ConnectionId; readonly roleArn: string },
): Promise<Result<AsyncIterable<RunEvent>>> {
  const { customerId } = actor;
  const { connectionId } = input;
  const parsed = parseRoleArn(input.roleArn, context.env.partition, ownAccountsOf(context.env));
  if (parsed.kind === "problem") {
    if (parsed.problem === "own-account" && !(await alertStaff(actor, connectionId))) return NOT_FOUND;
    const sentence = explainRoleArnProblem(parsed.problem, context.env.partition);
    return fail("invalid", sentence, { fields: { roleArn: sentence } });
  }
  const order = { customerId, connectionId, reason: "submit", submitted: parsed.arn } as const;
  const start = await startRun(actor, context, { ...order, enables: true });
  if (start.kind !== "in-progress") return followStart(actor, context, connectionId, start);
  if (!(await isOfThisRole(actor, context, connectionId, parsed.arn)))
    return fail(
      "conflict",
      "A verification of another role is in progress for this connection. Wait a few seconds, then verify this role.",
    );
  return ok(await startAfterRunInProgress(actor, context, connectionId, (earlier) => startLater(actor, context, order, earlier)));
}

/** Whether the run in progress probes the submitted role. */
async function isOfThisRole(actor: CustomerActor, { env }: AppContext, connectionId: ConnectionId, arn: RoleArn): Promise<boolean> {
  const [newest] = await inTransaction(actor, (tx) => newestRuns(tx, actor.customerId, connectionId, 1), { readOnly: true });
  return newest !== undefined && isSameArn(env.arnIndexKeys, arn, newest.run.arnHmac);
}

/** Alerts staff that a customer submitted a role of the partner. Returns false when the connection is not this customer's. */
async function alertStaff(actor: CustomerActor, connectionId: ConnectionId): Promise<boolean> {
  return inTransaction(actor, async (tx) => {
    const row = await findConnection(tx, actor.customerId, connectionId);
    if (row === undefined) return false;
    await raiseAlert(tx, "own-account-submitted", actor.customerId, connectionId);
    return true;
  });
}

/**
 * Verifies the connection's role again ("Verify now"), with a run that begins after the request. Only a secure run enables a
 * disabled or quarantined connection.
 */
export async function recheckConnection(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
): Promise<Result<AsyncIterable<RunEvent>>> {
  const run = { customerId: actor.customerId, connectionId, reason: "recheck" } as const;
  const start = await startRun(actor, context, { ...run, enables: true });
  if (start.kind !== "in-progress") return followStart(actor, context, connectionId, start);
  return ok(await startAfterRunInProgress(actor, context, connectionId, (earlier) => startLater(actor, context, run, earlier)));
}

/**
 * Starts a run after the one that was in progress at the request. `order` is without `enables`: an owner who disabled the connection
 * during the wait did so after this request.
 */
async function startLater(
  actor: CustomerActor,
  context: AppContext,
  order: Omit<RunOrder, "enables">,
  earlier: string | undefined,
): Promise<Result<AsyncIterable<RunEvent>>> {
  const later = await startRun(actor, context, order);
  if (later.kind === "nothing-to-verify") return DISABLED_MEANWHILE;
  if (later.kind === "in-progress" && (await newestRunId(actor, order.connectionId)) === earlier) return STILL_IN_PROGRESS;
  return followStart(actor, context, order.connectionId, later);
}

const DISABLED_MEANWHILE = fail("conflict", "The connection was disabled or removed. Reload the page to see its current status.");

/**
 * What a person gets after requesting a run: its events, or why none was started. If a run is already in progress, no second
 * one starts and the person follows that one.
 */
export async function followStart(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  start: RunStart,
): Promise<Result<AsyncIterable<RunEvent>>> {
  switch (start.kind) {
    case "started":
      return ok(start.channel.follow());
    case "in-progress":
      return ok(followRuns(actor, context, connectionId));
    case "not-found":
      return NOT_FOUND;
    case "nothing-to-verify":
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

/**
 * For a person who requests a run while one is in progress that began before: they may just have corrected the role, so that
 * run's result is not their answer. Waits for its end, at most 15 seconds, and then calls `start`, also when the person leaves.
 * `start` gets the ID of the run that was waited for. Its failure becomes the last event.
 */
export async function startAfterRunInProgress(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  start: (earlier: string | undefined) => Promise<Result<AsyncIterable<RunEvent>>>,
): Promise<AsyncIterable<RunEvent>> {
  const earlier = await newestRunId(actor, connectionId);
  const started = startsLater(awaitRun(actor, context, connectionId).then(() => start(earlier)));
  // If the person left, the error is not handled elsewhere.
  started.catch((error: unknown) => log("error", "delayed verification not started", { connection: connectionId }, error));
  return eventsOfStart(started);
}

async function* eventsOfStart(started: Promise<Result<AsyncIterable<RunEvent>>>): AsyncGenerator<RunEvent, void> {
  const result = await started;
  if (result.ok) yield* result.value;
  else yield { kind: "failed", code: result.code, message: result.message, field: null };
}

/** The ID of the newest run of a connection, in progress or not. */
export async function newestRunId(actor: CustomerActor, connectionId: ConnectionId): Promise<string | undefined> {
  const [newest] = await inTransaction(actor, (tx) => newestRuns(tx, actor.customerId, connectionId, 1), { readOnly: true });
  return newest?.run.id;
}

/** Refuses a person whose wait ended before the run in progress did. */
export const STILL_IN_PROGRESS = fail(
  "conflict",
  "A verification that began earlier is still in progress. Wait a few seconds, then verify again.",
);

/** The result of a check that staff requested: `done` whatever its verdict, `busy` when a run is in progress, `void` without a role. */
export type StaffCheck = "done" | "busy" | "void" | "failed";

/** Executes a run that staff requested. It is recorded as theirs and judged like any other. */
export async function checkForStaff(
  actor: SystemActor,
  context: AppContext,
  ids: { readonly customerId: CustomerId; readonly connectionId: ConnectionId },
): Promise<StaffCheck> {
  const start = await startRun(actor, context, { ...ids, reason: "staff" });
  if (start.kind === "in-progress" || start.kind === "paused") return "busy";
  if (start.kind !== "started") return "void";
  const end = await start.done;
  return "kind" in end ? "failed" : "done";
}
