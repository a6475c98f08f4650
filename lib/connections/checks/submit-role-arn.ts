import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import { newestRuns } from "#db/queries/runs-read.ts";
import type { CustomerActor, SystemActor } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { parseRoleArn, type RoleArn } from "#kernel/role-arn.ts";
import { type AppContext, ownAccountsOf } from "#lib/connections/app-context.ts";
import { isSameArn } from "#lib/crypto/seal-role-arn.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { explainRoleArnProblem } from "./explain-role-arn-problem.ts";
import { followStart, newestRunId, STILL_IN_PROGRESS, startAfterRunInProgress } from "./follow-runs.ts";
import type { RunOrder } from "./open-run.ts";
import { startRun } from "./start-run.ts";

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
    if (parsed.problem === "own-account" && !(await alertStaff(actor, connectionId))) return fail("not-found", "not found");
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
