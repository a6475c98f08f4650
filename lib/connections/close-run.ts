import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type ConnectionRow, lockConnection } from "#db/queries/connections-read.ts";
import {
  type ConnectionChange,
  changeConnection,
  deleteCandidate,
  isAccountConnectedElsewhere,
  raiseAlert,
} from "#db/queries/connections-write.ts";
import { runsInARow, shareOfFailedChecks } from "#db/queries/runs-read.ts";
import { closeRun as closeRow, type RunClosing } from "#db/queries/runs-write.ts";
import type { Transaction } from "#db/transaction.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Actor } from "#lib/kernel/actor.ts";
import type { RoleArn } from "#lib/kernel/role-arn.ts";
import { reasonText } from "#lib/verification/judge-run.ts";
import type { FinishedRun } from "#lib/verification/run-probes.ts";
import type { RunView, WaitingView } from "#lib/verification/run-view.ts";
import { type Decision, decideStanding } from "./decide-standing.ts";
import { type Deployment, principalsOf } from "./deployment.ts";
import { CONNECTED_ELSEWHERE } from "./judgement-of-run.ts";
import { viewOfClosedRun } from "./live-run-view.ts";
import type { OpenedRun } from "./open-run.ts";
import { sealRoleArn } from "./seal-role-arn.ts";

export interface RunEnd {
  readonly view: RunView;
  readonly waiting: WaitingView | null;
  /** When the connection is looked at again; undefined when the run changed nothing of it. */
  readonly nextCheckAt: Date | null | undefined;
}

/** A finished run and all that is needed to write it down. */
export interface RunToClose {
  readonly run: OpenedRun;
  readonly arn: RoleArn;
  readonly finished: FinishedRun;
  /** Writes the probes that are not written yet. */
  readonly rest: (tx: Transaction) => Promise<void>;
}

/** More than this share of the scheduled checks failing at once is likelier our fault than everybody's. */
const TOO_MANY_FAIL = 0.05;
const STAFF_MUST_KNOW: ReadonlySet<string> = new Set(["control-failed", "our-credentials", "wrong-identity"]);

/**
 * Writes a run's end in one transaction, in the lock order of 10-database §1.17: probes and run, connection, candidate,
 * audit. A secure role that stands in another live connection (one role, one connection) is closed as not proven.
 */
export async function closeRun(actor: Actor, deployment: Deployment, done: RunToClose): Promise<RunEnd> {
  try {
    return await inTransaction(actor, (tx) => closeInside(tx, actor, deployment, done, closingOf(done)));
  } catch (error) {
    const constraint = refusalOf(error)?.constraint;
    if (constraint !== "one_live_arn" && constraint !== "one_live_role") throw error;
    const taken: RunClosing = { ...closingOf(done), verdict: "inconclusive", outcomeReason: CONNECTED_ELSEWHERE };
    const masked = { ...taken, accountId: maskedAccount(done.finished.accountId), roleId: null };
    return inTransaction(actor, (tx) => closeInside(tx, actor, deployment, done, masked));
  }
}

function closingOf({ finished }: RunToClose): RunClosing {
  const { judgement, control, accountId, roleId, logs } = finished;
  const secure = judgement.verdict === "secure";
  return {
    verdict: judgement.verdict,
    control: control.kind === "inconclusive" ? null : control.kind,
    outcomeReason: reasonText(judgement),
    logChecks: Object.fromEntries(logs.map(({ region, got }) => [region, got])),
    accountId: secure ? accountId : maskedAccount(accountId),
    roleId: secure ? roleId : null,
  };
}

function maskedAccount(accountId: string): string {
  return `********${accountId.slice(-4)}`;
}

async function closeInside(tx: Transaction, actor: Actor, deployment: Deployment, done: RunToClose, closing: RunClosing): Promise<RunEnd> {
  const { run, finished } = done;
  const { customerId, connectionId, id } = run.opening;
  await done.rest(tx);
  const finishedAt = await closeRow(tx, customerId, id, closing);
  const now = await lockConnection(tx, customerId, connectionId);
  // A proof needs no past: one question less on the way to a verdict that somebody waits for.
  const tries =
    closing.verdict === "secure"
      ? 1
      : await runsInARow(tx, customerId, connectionId, { arnHmac: run.opening.arnHmac, since: submittedAt(run) });
  const decision = now === undefined || isOutOfReach(now, run) ? undefined : await decide(tx, actor, run, now, closing, tries, finishedAt);
  if (decision !== undefined) await applyDecision(tx, deployment, done, closing, decision);
  if (STAFF_MUST_KNOW.has(closing.outcomeReason)) await raiseAlert(tx, closing.outcomeReason, customerId, connectionId);
  if (closing.outcomeReason === CONNECTED_ELSEWHERE) await raiseAlert(tx, "role-connected-twice", customerId, connectionId);
  const status = decision?.status ?? now?.status ?? "removed";
  const ids = { run: id, connection: connectionId, verdict: closing.verdict, status };
  await recordAudit(tx, actor, customerId, "run.closed", ids);
  const waitingUntil = closing.verdict === "refused" && decision?.status === "checking" ? decision.waitingUntil : null;
  const around = { askedBy: null, about: aboutOf(run), waitingUntil, principals: principalsOf(deployment.env) } as const;
  const waiting = waitingUntil && { tries, nextTryAt: decision?.nextCheckAt?.getTime() ?? null, until: waitingUntil.getTime() };
  return { view: viewOfClosedRun(run, finished, closing, finishedAt, around), waiting, nextCheckAt: decision?.nextCheckAt };
}

/** What people did meanwhile stands: a removed connection, and one that was disabled while a check went on. */
function isOutOfReach(now: ConnectionRow, run: OpenedRun): boolean {
  return now.status === "removed" || (now.status === "disabled" && run.before.status !== "disabled");
}

function aboutOf(run: OpenedRun): "submission" | "connection" {
  return run.ofCandidate ? "submission" : "connection";
}

function submittedAt(run: OpenedRun): Date | undefined {
  return run.candidateExpiresAt === null ? undefined : new Date(run.candidateExpiresAt.getTime() - 3_601_000);
}

async function decide(
  tx: Transaction,
  actor: Actor,
  run: OpenedRun,
  now: ConnectionRow,
  closing: RunClosing,
  inARow: number,
  at: Date,
): Promise<Decision> {
  if (closing.outcomeReason === CONNECTED_ELSEWHERE) return decideStanding(standing(run, now, inARow, false), "insecure", at, 0.5);
  const mayTurn = closing.verdict === "refused" && !run.ofCandidate && actor.kind === "system";
  const suspended = mayTurn && (await shareOfFailedChecks(tx)) > TOO_MANY_FAIL;
  if (suspended) await raiseAlert(tx, "too-many-refusals", run.opening.customerId, run.opening.connectionId);
  return decideStanding(standing(run, now, inARow, suspended), closing.verdict, at, Math.random());
}

function standing(run: OpenedRun, now: ConnectionRow, inARow: number, refusalsSuspended: boolean) {
  const { status, provedAt, confirmStep, nextCheckAt } = now;
  const { waitingUntil, ofCandidate, candidateExpiresAt } = run;
  const asked = run.opening.reason === "recheck" || run.opening.reason === "staff";
  return {
    status,
    provedAt,
    confirmStep,
    refusedSince: now.refusedAt,
    nextCheckAt,
    asked,
    waitingUntil,
    ofCandidate,
    candidateExpiresAt,
    inARow,
    refusalsSuspended,
  };
}

async function applyDecision(
  tx: Transaction,
  deployment: Deployment,
  { run, arn, finished }: RunToClose,
  closing: RunClosing,
  decision: Decision,
): Promise<void> {
  const { customerId, connectionId, id, arnHmac } = run.opening;
  const { nextCheckAt, confirmStep, waitingUntil, status } = decision;
  const change: ConnectionChange = { nextCheckAt, confirmStep, waitingUntil, status, refusedAt: decision.refusedSince };
  if (closing.verdict !== "secure") {
    const turned = status !== run.before.status && status !== "draft" && status !== "checking";
    await changeConnection(tx, customerId, connectionId, turned ? { ...change, reason: closing.outcomeReason } : change);
    if (decision.candidate === "deleted") await deleteCandidate(tx, customerId, connectionId);
    return;
  }
  const place = { table: "connections", customerId, connectionId, externalId: run.opened.external_id } as const;
  const reason = closing.outcomeReason === "proven" ? null : closing.outcomeReason;
  const { accountId, roleId } = closing;
  // Sealed anew at each proof, so that a new key of the ring reaches every row by itself.
  const roleArn = sealRoleArn(deployment.env.dataKeys, place, arn);
  await changeConnection(tx, customerId, connectionId, { ...change, reason, roleArn, arnHmac, accountId, roleId, provedRunId: id });
  if (!run.ofCandidate) return;
  await deleteCandidate(tx, customerId, connectionId);
  if (await isAccountConnectedElsewhere(tx, customerId, finished.accountId))
    await raiseAlert(tx, "account-connected-twice", customerId, connectionId);
}
