import type { ConnectionStatus } from "#kernel/connection-status.ts";
import type { Verdict } from "#kernel/verdict.ts";
import {
  isConfirmation,
  nextCheckAfterSecure,
  nextRegularCheck,
  nextTryAfterInconclusive,
  nextTryOfNewRole,
} from "#lib/connections/schedule/next-check.ts";

/** What is known of a connection when a run of it ends. */
export interface CurrentStatus {
  readonly status: ConnectionStatus;
  /** The last proof, or null when the role was never proven. */
  readonly provedAt: Date | null;
  /** How many secure runs this proof has had: the first two are confirmed soon. */
  readonly confirmStep: number;
  /** Until when a refusal of a just-submitted role may be propagation; null when nothing is waited for. */
  readonly waitingUntil: Date | null;
  /** The first of the refusals in a row before this run, or null. */
  readonly refusedSince: Date | null;
  /** Runs in a row, this one included, that ended like it. ≥ 1. */
  readonly inARow: number;
  /** Whether this run probed a candidate and not the ARN that is stored. */
  readonly ofCandidate: boolean;
  /** When the next check was due already; one that a person asked for meanwhile does not put it off. */
  readonly nextCheckAt: Date | null;
  readonly asked: boolean;
  readonly candidateExpiresAt: Date | null;
  /** Too many scheduled checks fail at once: our fault is likelier than everybody's, so nobody turns to refused. */
  readonly refusalsSuspended: boolean;
}

/** What the end of the run does to the connection, beside storing the receipt. */
export interface Decision {
  readonly status: ConnectionStatus;
  readonly candidate: "kept" | "deleted";
  readonly nextCheckAt: Date | null;
  readonly waitingUntil: Date | null;
  readonly confirmStep: number;
  /** The first refusal in a row, to be remembered; null when the row is broken. */
  readonly refusedSince: Date | null;
}

const REFUSED_TWICE_APART = 10 * 60_000;
/** Twice the rhythm of the checks and two hours: one missed check is no outage. */
const PROOF_TOO_OLD = 26 * 3_600_000;

/**
 * The transition of 03-verification "Verdicts" and of 02's table of statuses, as a function: a granted negative stops a
 * proven connection at once, silence changes nothing by itself, and a refusal has to happen twice.
 */
export function decideStatus(before: CurrentStatus, verdict: Verdict, now: Date, chance: number): Decision {
  if (verdict === "secure") {
    const step = before.ofCandidate ? 0 : before.confirmStep;
    const kept = before.asked && !before.ofCandidate && before.status === "connected" && isConfirmation(step) ? before.nextCheckAt : null;
    if ((kept ?? now) > now) return { ...settled("connected", kept), confirmStep: step };
    const nextCheckAt = nextCheckAfterSecure(step, now, chance);
    return { ...settled("connected", nextCheckAt), confirmStep: Math.min(step + 1, 3) };
  }
  return before.ofCandidate ? afterCandidate(before, verdict, now) : afterRecheck(before, verdict, now, chance);
}

function settled(status: ConnectionStatus, nextCheckAt: Date | null): Omit<Decision, "confirmStep"> {
  return { status, candidate: "deleted", nextCheckAt, waitingUntil: null, refusedSince: null };
}

/** A role that was never proven: the connection stays or becomes a draft unless there is a reason to try again. */
function afterCandidate(before: CurrentStatus, verdict: Verdict, now: Date): Decision {
  const unproven = before.provedAt === null;
  const { confirmStep, refusedSince, waitingUntil } = before;
  const dropped: Decision = unproven
    ? { ...settled("draft", null), confirmStep }
    : { ...settled(before.status, nextRegularCheck(now, 0.5)), confirmStep, refusedSince };
  if (verdict === "insecure" || !unproven) return dropped;
  const nextCheckAt = verdict === "refused" ? tryOfNewRole(before, now) : trySilent(before, now);
  if (nextCheckAt === null) return dropped;
  return { status: "checking", candidate: "kept", nextCheckAt, waitingUntil, confirmStep, refusedSince: null };
}

/** The next try while a refusal may still be propagation; the last one is made when the waiting ends, not a step before. */
function tryOfNewRole({ waitingUntil, inARow }: CurrentStatus, now: Date): Date | null {
  if (waitingUntil === null || waitingUntil.getTime() - now.getTime() < 2000) return null;
  return new Date(Math.min(nextTryOfNewRole(inARow, now).getTime(), waitingUntil.getTime() - 1000));
}

function trySilent({ candidateExpiresAt, inARow }: CurrentStatus, now: Date): Date | null {
  const next = nextTryAfterInconclusive(inARow, now);
  return next < (candidateExpiresAt ?? now) ? next : null;
}

function afterRecheck(before: CurrentStatus, verdict: Verdict, now: Date, chance: number): Decision {
  const { confirmStep } = before;
  const regular = nextRegularCheck(now, chance);
  if (verdict === "insecure") return { ...settled("quarantined", regular), confirmStep };
  const silent = { ...settled(withoutProof(before, now), nextTryAfterInconclusive(before.inARow, now)), confirmStep };
  if (verdict !== "refused") return { ...silent, refusedSince: before.refusedSince };
  if (!mayTurn(before.status)) return { ...silent, nextCheckAt: regular };
  const since = before.refusedSince ?? now;
  const again = since.getTime() + REFUSED_TWICE_APART;
  if (now.getTime() < again) return { ...silent, nextCheckAt: new Date(again), refusedSince: since };
  if (before.refusalsSuspended) return { ...silent, refusedSince: since };
  return { ...settled("refused", regular), confirmStep, refusedSince: since };
}

/** Quarantine, refusal and an owner's disabling end by a proof only. */
function mayTurn(status: ConnectionStatus): boolean {
  return status === "connected" || status === "not_proven";
}

function withoutProof(before: CurrentStatus, now: Date): ConnectionStatus {
  const old = before.provedAt === null || now.getTime() - before.provedAt.getTime() > PROOF_TOO_OLD;
  return before.status === "connected" && old ? "not_proven" : before.status;
}
