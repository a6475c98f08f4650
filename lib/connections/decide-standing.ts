import type { ConnectionStatus } from "#lib/kernel/connection-status.ts";
import type { Verdict } from "#lib/kernel/verdict.ts";
import { nextCheckAfterSecure, nextRegularCheck, nextTryAfterSilence, nextTryOfNewRole } from "./next-check.ts";

/** What is known of a connection when a run of it ends. */
export interface Standing {
  readonly status: ConnectionStatus;
  /** The last proof, or null when the role was never proven. */
  readonly provedAt: Date | null;
  /** When the present series of confirmations began: the submission that was proven. */
  readonly firstProvedAt: Date | null;
  /** Until when a refusal of a just-submitted role may be propagation; null when nothing is waited for. */
  readonly waitingUntil: Date | null;
  /** The first of the refusals in a row before this run, or null. */
  readonly refusedSince: Date | null;
  /** Runs in a row, this one included, that ended like it. ≥ 1. */
  readonly inARow: number;
  /** Whether this run probed a candidate and not the ARN that is stored. */
  readonly ofCandidate: boolean;
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
}

const REFUSED_TWICE_APART = 10 * 60_000;
/** Twice the rhythm of the checks and two hours: one missed check is no outage. */
const PROOF_TOO_OLD = 26 * 3_600_000;

/**
 * The transition of 03-verification "Verdicts" and of 02's table of statuses, as a function: a granted negative stops a
 * proven connection at once, silence changes nothing by itself, and a refusal has to happen twice.
 */
export function decideStanding(before: Standing, verdict: Verdict, now: Date, chance: number): Decision {
  if (verdict === "secure") {
    const began = before.ofCandidate ? now : (before.firstProvedAt ?? now);
    return { status: "connected", candidate: "deleted", nextCheckAt: nextCheckAfterSecure(began, now, chance), waitingUntil: null };
  }
  return before.ofCandidate ? afterCandidate(before, verdict, now) : afterRecheck(before, verdict, now, chance);
}

/** A role that was never proven: the connection stays or becomes a draft unless there is a reason to try again. */
function afterCandidate(before: Standing, verdict: Verdict, now: Date): Decision {
  const unproven = before.provedAt === null;
  const dropped: Decision = {
    status: unproven ? "draft" : before.status,
    candidate: "deleted",
    nextCheckAt: unproven ? null : nextRegularCheck(now, 0.5),
    waitingUntil: null,
  };
  if (verdict === "insecure" || !unproven) return dropped;
  const retry = verdict === "refused" ? nextTryOfNewRole(before.inARow, now) : nextTryAfterSilence(before.inARow, now);
  const until = verdict === "refused" ? before.waitingUntil : before.candidateExpiresAt;
  if (until === null || retry.getTime() >= until.getTime()) return verdict === "refused" ? atTheLastMoment(before, dropped, now) : dropped;
  return { status: "checking", candidate: "kept", nextCheckAt: retry, waitingUntil: before.waitingUntil };
}

/** The last try is made when the waiting ends, not a step before it. */
function atTheLastMoment(before: Standing, dropped: Decision, now: Date): Decision {
  const { waitingUntil } = before;
  if (waitingUntil === null || waitingUntil.getTime() - now.getTime() < 2000) return dropped;
  return { status: "checking", candidate: "kept", nextCheckAt: new Date(waitingUntil.getTime() - 1000), waitingUntil };
}

function afterRecheck(before: Standing, verdict: Verdict, now: Date, chance: number): Decision {
  const stay = { candidate: "deleted", waitingUntil: null } as const;
  if (verdict === "insecure") return { ...stay, status: "quarantined", nextCheckAt: nextRegularCheck(now, chance) };
  const silent: Decision = { ...stay, status: withoutProof(before, now), nextCheckAt: nextTryAfterSilence(before.inARow, now) };
  if (verdict !== "refused") return silent;
  if (!mayTurn(before.status)) return { ...silent, nextCheckAt: nextRegularCheck(now, chance) };
  const since = before.refusedSince;
  if (since === null || now.getTime() - since.getTime() < REFUSED_TWICE_APART) {
    return { ...silent, nextCheckAt: new Date((since ?? now).getTime() + REFUSED_TWICE_APART) };
  }
  return before.refusalsSuspended ? silent : { ...stay, status: "refused", nextCheckAt: nextRegularCheck(now, chance) };
}

/** Quarantine, refusal and an owner's disabling end by a proof only. */
function mayTurn(status: ConnectionStatus): boolean {
  return status === "connected" || status === "not_proven";
}

function withoutProof(before: Standing, now: Date): ConnectionStatus {
  const old = before.provedAt === null || now.getTime() - before.provedAt.getTime() > PROOF_TOO_OLD;
  return before.status === "connected" && old ? "not_proven" : before.status;
}
