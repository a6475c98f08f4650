import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type ConnectionRow, lockConnection } from "#db/queries/connections-read.ts";
import { raiseAlert } from "#db/queries/connections-write.ts";
import { findRun } from "#db/queries/run-read.ts";
import { runsInARow, shareOfFailedChecks } from "#db/queries/runs-read.ts";
import { raisePartnerAlert } from "#db/queries/runs-sts.ts";
import { closeRun as closeRow, type RunClosing, signRun } from "#db/queries/runs-write.ts";
import type { Transaction } from "#db/transaction.ts";
import type { Actor } from "#kernel/actor.ts";
import { contentDigest } from "#lib/audit/content-digest.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { type AppContext, principalsOf } from "#lib/connections/app-context.ts";
import { reportEvidence } from "#lib/connections/reports/report-evidence.ts";
import { nextCheckDuring, rotationOf } from "#lib/connections/rotation/rotation.ts";
import { isRetiredBy, type RotationMove, retirePreviousId, settlePendingRun } from "#lib/connections/rotation/settle-rotation.ts";
import { nextRegularCheck } from "#lib/connections/schedule/next-check.ts";
import { viewOfClosedRun } from "#lib/connections/views/live-run-view.ts";
import type { RunSurroundings } from "#lib/connections/views/to-run-view.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { applyDecision } from "./apply-decision.ts";
import { takeClaim, tellClaimKept, tellClaimMoved } from "./claim.ts";
import { type Decision, decideStatus } from "./decide-status.ts";
import { checkProbe, runMac } from "./evidence-mac.ts";
import { ACCEPTS_BOTH, CONNECTED_ELSEWHERE, type ConnectedNothing, STOPPED_MEANWHILE } from "./judgment-of-run.ts";
import type { OpenedRun } from "./open-run.ts";
import { raiseForgery } from "./raise-forgery.ts";
import { closingOf, maskedAccount, type RunToClose } from "./run-closing.ts";

export interface RunEnd {
  readonly view: RunView;
  readonly waiting: WaitingView | null;
  /** When the connection is looked at again; undefined when the run changed nothing of it. */
  readonly nextCheckAt: Date | null | undefined;
}

const STAFF_MUST_KNOW: ReadonlySet<string> = new Set(["our-credentials", "wrong-identity"]);
/** More than this share of the other customers' checks failing at once is likelier our fault than everybody's. */
const TOO_MANY_FAIL = 0.05;

/**
 * Writes a run's end in one transaction, in the lock order of 10-database §1.17: probes and run, connection, candidate,
 * audit. A secure role that stands in another live connection (one role, one connection), or whose own was stopped
 * meanwhile, is closed as not proven: "Connected" is said of a connection that is connected, and of no other.
 */
export async function closeRun(actor: Actor, deployment: AppContext, done: RunToClose): Promise<RunEnd> {
  try {
    return await inTransaction(actor, (tx) => closeInside(tx, actor, deployment, done, closingOf(done)));
  } catch (error) {
    if (error instanceof ForgedProbes) await raiseForgery(actor, done.run.opening);
    const outcomeReason = connectedNothing(error);
    if (outcomeReason === undefined) throw error;
    const taken: RunClosing = { ...closingOf(done), verdict: "inconclusive", outcomeReason: settledReason(outcomeReason, done) };
    const masked = { ...taken, accountId: maskedAccount(done.finished.accountId), roleId: null };
    return inTransaction(actor, (tx) => closeInside(tx, actor, deployment, done, masked));
  }
}

/** Somebody else wrote answers into this run: it proves nothing, and ends as lost. */
class ForgedProbes extends Error {
  override readonly name = "ForgedProbes";
}

/** Whether the role stays where it is for good is known once it was asked for the holder's External IDs. */
function settledReason(reason: ConnectedNothing, { claim }: RunToClose): ConnectedNothing {
  return reason === CONNECTED_ELSEWHERE && claim?.got === "granted" ? ACCEPTS_BOTH : reason;
}

class StoppedMeanwhile extends Error {
  override readonly name = "StoppedMeanwhile";
}

function connectedNothing(error: unknown): ConnectedNothing | undefined {
  if (error instanceof StoppedMeanwhile) return STOPPED_MEANWHILE;
  const constraint = refusalOf(error)?.constraint;
  return constraint === "one_live_arn" || constraint === "one_live_role" ? CONNECTED_ELSEWHERE : undefined;
}

async function closeInside(tx: Transaction, actor: Actor, deployment: AppContext, done: RunToClose, closing: RunClosing): Promise<RunEnd> {
  const { run } = done;
  const { customerId, connectionId, id } = run.opening;
  await done.rest(tx);
  const finishedAt = await closeRow(tx, customerId, id, closing);
  const receipt = await signedDigest(tx, deployment, run);
  const now = await lockConnection(tx, customerId, connectionId);
  const claimed = closing.verdict === "secure" && (await takeClaim(tx, run, done.claim));
  const settled =
    now === undefined || isOutOfReach(now, run) ? LEFT_ALONE : await settle(tx, actor, deployment, done, closing, now, finishedAt);
  const connects = settled.decision?.status === "connected" || settled.move === "switched";
  if (closing.verdict === "secure" && (!connects || now?.suspendedAt !== null)) throw new StoppedMeanwhile();
  if (STAFF_MUST_KNOW.has(closing.outcomeReason)) await raiseAlert(tx, closing.outcomeReason, customerId, connectionId);
  if (closing.outcomeReason === "control-failed") await raisePartnerAlert(tx, closing.outcomeReason);
  if (closing.outcomeReason === CONNECTED_ELSEWHERE) await raiseAlert(tx, "role-connected-twice", customerId, connectionId);
  if (closing.outcomeReason === ACCEPTS_BOTH && run.ofCandidate && done.claim !== null) await tellClaimKept(tx, run, done.claim);
  if (claimed && done.claim !== null) await tellClaimMoved(tx, actor, run, done.claim);
  const { decision, tries, move } = settled;
  const status = decision?.status ?? now?.status ?? "removed";
  const ids = { run: id, connection: connectionId, verdict: closing.verdict, status };
  await recordAudit(tx, actor, customerId, "run.closed", { ...ids, receipt });
  if (move !== "none") await recordAudit(tx, actor, customerId, `rotation.${move}`, { run: id, connection: connectionId });
  const waitingUntil = closing.verdict === "refused" && decision?.status === "checking" ? decision.waitingUntil : null;
  const around = { askedBy: null, about: aboutOf(run), waitingUntil, principals: principalsOf(deployment.env) } as const;
  const waiting = waitingUntil && { tries, nextTryAt: decision?.nextCheckAt?.getTime() ?? null, until: waitingUntil.getTime() };
  return { view: viewOfClosedRun(done, closing, finishedAt, around), waiting, nextCheckAt: decision?.nextCheckAt };
}

/**
 * Signs the run as its rows are stored now, each of them ours, and answers the digest of its report: what the audit row of
 * the closing carries, so that the chain vouches for the whole. @throws ForgedProbes
 */
async function signedDigest(tx: Transaction, { env }: AppContext, { opening }: OpenedRun): Promise<string> {
  const stored = await findRun(tx, opening.customerId, opening.id);
  if (stored === undefined) throw new Error("a run that was just closed is gone");
  if (stored.probes.some((probe) => checkProbe(env.dataKeys, stored.run, probe) !== "authentic"))
    throw new ForgedProbes(`run ${opening.id} holds answers that the portal did not write`);
  await signRun(tx, opening.customerId, opening.id, runMac(env.dataKeys, stored));
  return contentDigest(reportEvidence(stored));
}

interface Settled {
  readonly decision: Decision | undefined;
  readonly tries: number;
  readonly move: RotationMove;
}
const LEFT_ALONE: Settled = { decision: undefined, tries: 1, move: "none" };

/** What the run's end does to its connection, which is locked: first its standing, then its rotation. */
async function settle(
  tx: Transaction,
  actor: Actor,
  deployment: AppContext,
  done: RunToClose,
  closing: RunClosing,
  now: ConnectionRow,
  at: Date,
): Promise<Settled> {
  const { run } = done;
  const { customerId, connectionId, arnHmac, externalIdId } = run.opening;
  if (run.ofPending) return { ...LEFT_ALONE, move: await settlePendingRun(tx, deployment, done, closing, now, at) };
  // A proof needs no past: one question less on the way to a verdict that somebody waits for.
  const inARow = { arnHmac, externalIdId, since: submittedAt(run) };
  const tries = closing.verdict === "secure" ? 1 : await runsInARow(tx, customerId, connectionId, inARow);
  const decided = await decide(tx, actor, run, now, closing, tries, at);
  const rotation = isRetiredBy(done, closing, now) ? null : rotationOf(now);
  const regularCheckAt = rotation === null ? null : decided.nextCheckAt;
  const decision = { ...decided, nextCheckAt: nextCheckDuring(rotation, decided.nextCheckAt, at) };
  await applyDecision(tx, deployment, done, closing, { ...decision, regularCheckAt }, at);
  return { decision, tries, move: await retirePreviousId(tx, done, closing, now) };
}

/** What people did meanwhile stands: a removed connection, and one that was disabled while a check went on. */
function isOutOfReach(now: ConnectionRow, run: OpenedRun): boolean {
  return now.status === "removed" || (now.status === "disabled" && run.before.status !== "disabled");
}

function aboutOf(run: OpenedRun): RunSurroundings["about"] {
  if (run.ofPending) return "rotation";
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
  if (closing.outcomeReason === CONNECTED_ELSEWHERE || closing.outcomeReason === ACCEPTS_BOTH)
    return afterConflict(actor, run, now, closing, inARow, at);
  const mayTurn = closing.verdict === "refused" && !run.ofCandidate && actor.kind === "system";
  const suspended = mayTurn && (await shareOfFailedChecks(tx, run.opening.customerId)) > TOO_MANY_FAIL;
  if (suspended) await raisePartnerAlert(tx, "too-many-refusals");
  const decision = decideStatus(standing(run, now, inARow, suspended), closing.verdict, at, Math.random());
  if (decision.status !== "refused" || now.status === "refused" || actor.kind === "system") return decision;
  // A customer sees its own checks alone and cannot tell whose fault a refusal is: the worker can, and looks at once.
  return { ...decideStatus(standing(run, now, inARow, true), closing.verdict, at, Math.random()), nextCheckAt: at };
}

/** A worker whom the holder's role gave no answer tries again after this; a submission is forgotten after an hour. */
const ASK_HOLDER_AGAIN_MS = 60_000;

/**
 * The role is another connection's. A person's run leaves the question to the worker, which is due at once; the worker, when
 * AWS gave it no answer, to its next turn. What is settled for good drops a submission, and changes nothing else.
 */
function afterConflict(actor: Actor, run: OpenedRun, now: ConnectionRow, closing: RunClosing, inARow: number, at: Date): Decision {
  const { status, confirmStep, refusedAt } = now;
  const dropped = decideStatus(standing(run, now, inARow, false), "insecure", at, 0.5);
  const isNewRole = run.ofCandidate && now.provedAt === null;
  if (run.ofCandidate && (!isNewRole || closing.outcomeReason === ACCEPTS_BOTH)) return dropped;
  const unsettled = closing.outcomeReason === CONNECTED_ELSEWHERE;
  const soon = actor.kind === "system" ? new Date(at.getTime() + ASK_HOLDER_AGAIN_MS) : at;
  const nextCheckAt = unsettled ? soon : nextRegularCheck(at, Math.random());
  return {
    status: isNewRole ? "checking" : status,
    candidate: "kept",
    nextCheckAt,
    waitingUntil: null,
    confirmStep,
    refusedSince: refusedAt,
  };
}

function standing(run: OpenedRun, now: ConnectionRow, inARow: number, refusalsSuspended: boolean) {
  const { status, provedAt, confirmStep } = now;
  const { waitingUntil, ofCandidate, candidateExpiresAt } = run;
  const asked = run.opening.reason === "recheck" || run.opening.reason === "staff";
  return {
    status,
    provedAt,
    confirmStep,
    refusedSince: now.refusedAt,
    nextCheckAt: now.regularCheckAt ?? now.nextCheckAt,
    asked,
    waitingUntil,
    ofCandidate,
    candidateExpiresAt,
    inARow,
    refusalsSuspended,
  };
}
