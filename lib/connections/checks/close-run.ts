import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ConnectionRow, lockConnection } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import { runsInARow, shareOfFailedChecks, withProbes } from "#db/queries/runs-read.ts";
import { type ClosedRun, closeRun as closeRow, insertProbes, type RunClosing, signRun } from "#db/queries/runs-write.ts";
import { raisePartnerAlert } from "#db/queries/sts-calls.ts";
import type { Actor } from "#kernel/actor.ts";
import { contentDigest, recordAudit } from "#lib/audit/record-audit.ts";
import { type AppContext, principalsOf } from "#lib/connections/app-context.ts";
import { checkProbe, maskedAccount, raiseForgery, reportEvidence, runMac } from "#lib/connections/evidence/evidence-mac.ts";
import {
  isRetiredBy,
  nextCheckDuring,
  type RotationMove,
  retirePreviousId,
  rotationOf,
  settlePendingRun,
} from "#lib/connections/rotation/rotation.ts";
import { nextRegularCheck } from "#lib/connections/schedule/next-check.ts";
import { viewOfClosedRun } from "#lib/connections/views/to-run-view.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { notifyClaimKept, notifyClaimMoved, takeClaim } from "./claim.ts";
import { applyDecision, type Decision, decideStatus } from "./decide-status.ts";
import type { OpenedRun } from "./open-run.ts";
import {
  ACCEPTS_BOTH,
  CONNECTED_ELSEWHERE,
  type ConnectedNothing,
  closingOf,
  type RunSurroundings,
  type RunToClose,
  STOPPED_MEANWHILE,
} from "./run-outcome.ts";

export interface RunEnd {
  readonly view: RunView;
  readonly waiting: WaitingView | null;
  /** When the connection is checked next; undefined when the run changed nothing in it. */
  readonly nextCheckAt: Date | null | undefined;
}

const STAFF_MUST_KNOW: ReadonlySet<string> = new Set(["our-credentials", "wrong-identity"]);
/** If more than this share of the other customers' checks fail at once, the portal is more likely at fault than all roles. */
const TOO_MANY_FAIL = 0.05;

/**
 * Writes the end of a run in one transaction. To avoid deadlocks, rows are locked in one order: probes and run, connection,
 * pending role ARN, audit. A secure run is closed as inconclusive if another live connection has its role (one role, one
 * connection), or if its own connection was stopped meanwhile: only a connection that is connected is shown as "Connected".
 */
export async function closeRun(actor: Actor, context: AppContext, done: RunToClose): Promise<RunEnd> {
  try {
    return await inTransaction(actor, (tx) => closeInside(tx, actor, context, done, closingOf(done)));
  } catch (error) {
    if (error instanceof ForgedProbes) await raiseForgery(actor, done.run.opening);
    const outcomeReason = connectedNothing(error);
    if (outcomeReason === undefined) throw error;
    const taken: RunClosing = { ...closingOf(done), verdict: "inconclusive", outcomeReason: settledReason(outcomeReason, done) };
    const masked = { ...taken, accountId: maskedAccount(done.finished.accountId), roleId: null };
    return inTransaction(actor, (tx) => closeInside(tx, actor, context, done, masked));
  }
}

/** Somebody else wrote answers into this run, so its result does not count and it ends as lost. */
class ForgedProbes extends Error {
  override readonly name = "ForgedProbes";
}

/** A role that also accepts the holder's External IDs stays with the holder, and the conflict is settled. */
function settledReason(reason: ConnectedNothing, { claim }: RunToClose): ConnectedNothing {
  return reason === CONNECTED_ELSEWHERE && claim?.got === "allowed" ? ACCEPTS_BOTH : reason;
}

class StoppedMeanwhile extends Error {
  override readonly name = "StoppedMeanwhile";
}

/** The unique indexes by which one role has one live connection. */
const CLAIMS: ReadonlySet<string> = new Set(["one_live_arn", "one_live_arn_before", "one_live_role"]);

function connectedNothing(error: unknown): ConnectedNothing | undefined {
  if (error instanceof StoppedMeanwhile) return STOPPED_MEANWHILE;
  const constraint = refusalOf(error)?.constraint;
  return CLAIMS.has(constraint ?? "") ? CONNECTED_ELSEWHERE : undefined;
}

async function closeInside(tx: Transaction, actor: Actor, context: AppContext, done: RunToClose, closing: RunClosing): Promise<RunEnd> {
  const { run } = done;
  const { customerId, connectionId, id } = run.opening;
  await insertProbes(tx, customerId, id, done.rest.probes);
  const closed = await closeRow(tx, customerId, id, closing, done.rest.plan);
  const { finishedAt } = closed;
  const digest = await signedDigest(tx, context, run, closed);
  const now = await lockConnection(tx, customerId, connectionId);
  const claimed = closing.verdict === "secure" && (await takeClaim(tx, context, done));
  const settled =
    now === undefined || isOutOfReach(now, run) ? UNCHANGED : await settle(tx, actor, context, done, closing, now, finishedAt);
  const connects = settled.decision?.status === "connected" || settled.move === "switched";
  if (closing.verdict === "secure" && (!connects || now?.suspendedAt !== null)) throw new StoppedMeanwhile();
  if (STAFF_MUST_KNOW.has(closing.outcomeReason)) await raiseAlert(tx, closing.outcomeReason, customerId, connectionId);
  if (closing.outcomeReason === "control-failed") await raisePartnerAlert(tx, closing.outcomeReason);
  if (closing.outcomeReason === CONNECTED_ELSEWHERE) await raiseAlert(tx, "role-connected-twice", customerId, connectionId);
  if (closing.outcomeReason === ACCEPTS_BOTH && run.ofPendingArn && done.claim !== null) await notifyClaimKept(tx, run, done.claim);
  if (claimed && done.claim !== null) await notifyClaimMoved(tx, actor, run, done.claim);
  const { decision, tries, move } = settled;
  const status = decision?.status ?? now?.status ?? "removed";
  const attributes = { run: id, connection: connectionId, verdict: closing.verdict, status };
  await recordAudit(tx, actor, customerId, "run.closed", { ...attributes, report: digest });
  if (move !== "none") await recordAudit(tx, actor, customerId, `rotation.${move}`, { run: id, connection: connectionId });
  const waitingUntil = closing.verdict === "access-denied" && decision?.status === "verifying" ? decision.waitingUntil : null;
  const around = { requestedBy: null, about: aboutOf(run), waitingUntil, principals: principalsOf(context.env) } as const;
  const waiting = waitingUntil && { tries, nextTryAt: decision?.nextCheckAt?.getTime() ?? null, until: waitingUntil.getTime() };
  return { view: viewOfClosedRun(done, closing, finishedAt, around), waiting, nextCheckAt: decision?.nextCheckAt };
}

/**
 * Signs the run as its rows are stored now, after checking that the portal wrote each of them, and returns the digest of its
 * report. The audit row of the closing contains the digest, so the audit chain protects the whole report. @throws ForgedProbes
 */
async function signedDigest(tx: Transaction, { env }: AppContext, { opening }: OpenedRun, closed: ClosedRun): Promise<string> {
  const stored = await withProbes(tx, closed);
  if (stored.probes.some((probe) => checkProbe(env.dataKeys, stored.run, probe) !== "authentic"))
    throw new ForgedProbes(`run ${opening.id} holds answers that the portal did not write`);
  const evidence = reportEvidence(stored);
  await signRun(tx, opening.customerId, opening.id, { mac: runMac(env.dataKeys, stored), probesSha256: evidence.probesSha256 });
  return contentDigest(evidence);
}

interface Settled {
  readonly decision: Decision | undefined;
  readonly tries: number;
  readonly move: RotationMove;
}
const UNCHANGED: Settled = { decision: undefined, tries: 1, move: "none" };

/** Applies the end of the run to its connection, which is locked: first the status, then the rotation. */
async function settle(
  tx: Transaction,
  actor: Actor,
  context: AppContext,
  done: RunToClose,
  closing: RunClosing,
  now: ConnectionRow,
  at: Date,
): Promise<Settled> {
  const { run } = done;
  const { customerId, connectionId, arnHmac, externalIdId } = run.opening;
  if (run.ofPending) return { ...UNCHANGED, move: await settlePendingRun(tx, context, done, closing, now, at) };
  // A secure run doesn't depend on earlier runs, so the query is skipped: somebody may be waiting for the verdict.
  const inARow = { arnHmac, externalIdId, since: submittedAt(run) };
  const tries = closing.verdict === "secure" ? 1 : await runsInARow(tx, customerId, connectionId, inARow);
  const decided = await decide(tx, actor, run, now, closing, tries, at);
  const rotation = isRetiredBy(done, closing, now) ? null : rotationOf(now);
  const regularCheckAt = rotation === null ? null : decided.nextCheckAt;
  const decision = { ...decided, nextCheckAt: nextCheckDuring(rotation, decided.nextCheckAt, at) };
  await applyDecision(tx, context, done, closing, { ...decision, regularCheckAt }, at);
  return { decision, tries, move: await retirePreviousId(tx, done, closing, now) };
}

/** Whether people removed or disabled the connection while the run was in progress. Their decision takes precedence. */
function isOutOfReach(now: ConnectionRow, run: OpenedRun): boolean {
  return now.status === "removed" || (now.status === "disabled" && run.before.status !== "disabled");
}

function aboutOf(run: OpenedRun): RunSurroundings["about"] {
  if (run.ofPending) return "rotation";
  return run.ofPendingArn ? "submission" : "connection";
}

function submittedAt(run: OpenedRun): Date | undefined {
  return run.pendingArnExpiresAt === null ? undefined : new Date(run.pendingArnExpiresAt.getTime() - 3_601_000);
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
  if (closing.outcomeReason === CONNECTED_ELSEWHERE || closing.outcomeReason === ACCEPTS_BOTH)
    return afterConflict(actor, run, now, closing, inARow, at);
  const mayTurn = closing.verdict === "access-denied" && !run.ofPendingArn && actor.kind === "system";
  const suspended = mayTurn && (await shareOfFailedChecks(tx, run.opening.customerId)) > TOO_MANY_FAIL;
  if (suspended) await raisePartnerAlert(tx, "too-many-refusals");
  const decision = decideStatus(currentStatus(run, now, inARow, suspended), closing.verdict, at, Math.random());
  if (decision.status !== "access_denied" || now.status === "access_denied" || actor.kind === "system") return decision;
  // A customer's transaction sees only its own checks, so it can't tell a fault of the portal from a changed role. The worker
  // sees all checks, so it verifies immediately.
  return { ...decideStatus(currentStatus(run, now, inARow, true), closing.verdict, at, Math.random()), nextCheckAt: at };
}

/** When the worker tries again after AWS gave no answer about the holder's External IDs. A submission expires after an hour. */
const ASK_HOLDER_AGAIN_MS = 60_000;

/**
 * The role belongs to another connection. A person's run leaves the question to the worker, which is due immediately; if AWS
 * gives the worker no answer, it tries again later. A settled conflict drops a submission and changes nothing else.
 */
function afterConflict(actor: Actor, run: OpenedRun, now: ConnectionRow, closing: RunClosing, inARow: number, at: Date): Decision {
  const { status, confirmStep, deniedSince } = now;
  const dropped = decideStatus(currentStatus(run, now, inARow, false), "not-secure", at, 0.5);
  const isNewRole = run.ofPendingArn && now.verifiedAt === null;
  if (run.ofPendingArn && (!isNewRole || closing.outcomeReason === ACCEPTS_BOTH)) return dropped;
  const unsettled = closing.outcomeReason === CONNECTED_ELSEWHERE;
  const soon = actor.kind === "system" ? new Date(at.getTime() + ASK_HOLDER_AGAIN_MS) : at;
  const nextCheckAt = unsettled ? soon : nextRegularCheck(at, Math.random());
  return {
    status: isNewRole ? "verifying" : status,
    pendingArn: "kept",
    nextCheckAt,
    waitingUntil: null,
    confirmStep,
    deniedSince: deniedSince,
  };
}

function currentStatus(run: OpenedRun, now: ConnectionRow, inARow: number, denialsSuspended: boolean) {
  const { status, verifiedAt, confirmStep } = now;
  const { waitingUntil, ofPendingArn, pendingArnExpiresAt } = run;
  const asked = run.opening.reason === "recheck" || run.opening.reason === "staff";
  return {
    status,
    verifiedAt,
    confirmStep,
    deniedSince: now.deniedSince,
    nextCheckAt: now.regularCheckAt ?? now.nextCheckAt,
    asked,
    waitingUntil,
    ofPendingArn,
    pendingArnExpiresAt,
    inARow,
    denialsSuspended,
  };
}
