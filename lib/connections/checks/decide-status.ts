import type { Transaction } from "#db/in-transaction.ts";
import {
  type ConnectionChange,
  changeConnection,
  deletePendingRoleArn,
  isAccountConnectedElsewhere,
  raiseAlert,
} from "#db/queries/connections-write.ts";
import type { RunClosing } from "#db/queries/runs-write.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { verificationMac } from "#lib/connections/evidence/evidence-mac.ts";
import {
  isConfirmation,
  nextCheckAfterSecure,
  nextRegularCheck,
  nextTryAfterInconclusive,
  nextTryOfNewRole,
} from "#lib/connections/schedule/next-check.ts";
import { indexBefore, sealRoleArn } from "#lib/crypto/seal-role-arn.ts";
import { CONNECTED_ELSEWHERE, type RunToClose } from "./run-outcome.ts";

/** What is known about a connection when one of its runs ends. */
export interface CurrentStatus {
  readonly status: ConnectionStatus;
  /** The last successful verification, or null when there was none. */
  readonly verifiedAt: Date | null;
  /** How many secure runs the role has had since it was submitted, up to 3. After the first two, a confirmation follows soon. */
  readonly confirmStep: number;
  /** Until when a denial of a just-submitted role may be IAM propagation delay; null when nothing is waited for. */
  readonly waitingUntil: Date | null;
  /** The first of the consecutive denials before this run, or null. */
  readonly deniedSince: Date | null;
  /** How many runs in a row, including this one, ended with this verdict. ≥ 1. */
  readonly inARow: number;
  /** Whether this run probed a pending role ARN and not the stored one. */
  readonly ofPendingArn: boolean;
  /** When the next check was due already. A check that a person requests (`asked`) does not delay it. */
  readonly nextCheckAt: Date | null;
  readonly asked: boolean;
  readonly pendingArnExpiresAt: Date | null;
  /** Too many scheduled checks fail at once: the portal is more likely at fault than all roles, so no status changes to access denied. */
  readonly denialsSuspended: boolean;
}

/** What the end of the run changes in the connection, besides storing the report. */
export interface Decision {
  readonly status: ConnectionStatus;
  readonly pendingArn: "kept" | "deleted";
  readonly nextCheckAt: Date | null;
  readonly waitingUntil: Date | null;
  readonly confirmStep: number;
  /** The first of the consecutive denials, to be kept; null when the series has ended. */
  readonly deniedSince: Date | null;
}

const DENIALS_APART_MS = 10 * 60_000;
/** Twice the check interval plus two hours, so that one missed check does not change the status. */
const VERIFICATION_TOO_OLD_MS = 26 * 3_600_000;

/**
 * Decides a connection's next status from its current one and the verdict of a run. Quarantine because of an allowed wrong call is not
 * decided here: the database did so when the probe was stored (`quarantine_if_allowed` in `db/functions/quarantine.sql`). Quarantine because
 * of a previous External ID that is still accepted follows here from the verdict that `run-outcome.ts` gave the run. One inconclusive run
 * changes nothing, and a denial must happen twice. Pure; `chance` is a random number in [0, 1) that spreads regular checks.
 */
export function decideStatus(before: CurrentStatus, verdict: Verdict, now: Date, chance: number): Decision {
  if (verdict === "secure") {
    const step = before.ofPendingArn ? 0 : before.confirmStep;
    const kept = before.asked && !before.ofPendingArn && before.status === "connected" && isConfirmation(step) ? before.nextCheckAt : null;
    if ((kept ?? now) > now) return { ...settled("connected", kept), confirmStep: step };
    const nextCheckAt = nextCheckAfterSecure(step, now, chance);
    return { ...settled("connected", nextCheckAt), confirmStep: Math.min(step + 1, 3) };
  }
  return before.ofPendingArn ? afterSubmission(before, verdict, now) : afterRecheck(before, verdict, now, chance);
}

function settled(status: ConnectionStatus, nextCheckAt: Date | null): Omit<Decision, "confirmStep"> {
  return { status, pendingArn: "deleted", nextCheckAt, waitingUntil: null, deniedSince: null };
}

/** After a run of a pending role ARN: a connection that was never verified becomes a draft, unless there is a reason to retry. */
function afterSubmission(before: CurrentStatus, verdict: Verdict, now: Date): Decision {
  const neverVerified = before.verifiedAt === null;
  const { confirmStep, deniedSince, waitingUntil } = before;
  const dropped: Decision = neverVerified
    ? { ...settled("draft", null), confirmStep }
    : { ...settled(before.status, nextRegularCheck(now, 0.5)), confirmStep, deniedSince };
  if (verdict === "not-secure" || !neverVerified) return dropped;
  const nextCheckAt = verdict === "access-denied" ? nextTryWhileWaiting(before, now) : nextTryUntilExpiry(before, now);
  if (nextCheckAt === null) return dropped;
  return { status: "verifying", pendingArn: "kept", nextCheckAt, waitingUntil, confirmStep, deniedSince: null };
}

/** The next try while a denial may still be propagation delay. The last try comes one second before the waiting ends. */
function nextTryWhileWaiting({ waitingUntil, inARow }: CurrentStatus, now: Date): Date | null {
  if (waitingUntil === null || waitingUntil.getTime() - now.getTime() < 2000) return null;
  return new Date(Math.min(nextTryOfNewRole(inARow, now).getTime(), waitingUntil.getTime() - 1000));
}

function nextTryUntilExpiry({ pendingArnExpiresAt, inARow }: CurrentStatus, now: Date): Date | null {
  const next = nextTryAfterInconclusive(inARow, now);
  return next < (pendingArnExpiresAt ?? now) ? next : null;
}

function afterRecheck(before: CurrentStatus, verdict: Verdict, now: Date, chance: number): Decision {
  const { confirmStep } = before;
  const regular = nextRegularCheck(now, chance);
  // The database has set this status already (quarantine_if_allowed), except for a previous External ID that is still accepted.
  if (verdict === "not-secure") return { ...settled("quarantined", regular), confirmStep };
  const unchanged = { ...settled(statusWithoutVerification(before, now), nextTryAfterInconclusive(before.inARow, now)), confirmStep };
  if (verdict !== "access-denied") return { ...unchanged, deniedSince: before.deniedSince };
  if (!canBecomeDenied(before.status)) return { ...unchanged, nextCheckAt: regular };
  const since = before.deniedSince ?? now;
  const again = since.getTime() + DENIALS_APART_MS;
  if (now.getTime() < again) return { ...unchanged, nextCheckAt: new Date(again), deniedSince: since };
  if (before.denialsSuspended) return { ...unchanged, deniedSince: since };
  return { ...settled("access_denied", regular), confirmStep, deniedSince: since };
}

/** Whether a denial may change this status. Quarantine, denial and disabling end only with a successful verification. */
function canBecomeDenied(status: ConnectionStatus): boolean {
  return status === "connected" || status === "expired";
}

function statusWithoutVerification(before: CurrentStatus, now: Date): ConnectionStatus {
  const old = before.verifiedAt === null || now.getTime() - before.verifiedAt.getTime() > VERIFICATION_TOO_OLD_MS;
  return before.status === "connected" && old ? "expired" : before.status;
}

/**
 * Whether the connection stores why a run was not secure: when its status changes to one that needs an explanation, while it waits for the
 * answer about a role of another connection, or if its own role is still weak. The last is because the weakness can change, and because a run
 * whose process ended early quarantines the connection without a reason. Otherwise it keeps the reason that it has. Pure.
 */
export function storesReason(
  { before, ofPendingArn }: { readonly before: Pick<CurrentStatus, "status">; readonly ofPendingArn: boolean },
  status: ConnectionStatus,
  { verdict, outcomeReason }: { readonly verdict: Verdict; readonly outcomeReason: string },
): boolean {
  if (status === "verifying") return outcomeReason === CONNECTED_ELSEWHERE;
  if (status === "quarantined" && verdict === "not-secure" && !ofPendingArn) return true;
  return status !== before.status && status !== "draft";
}

/** Writes what a finished run changes in its connection. `regularCheckAt` is null unless a rotation schedules earlier checks; `at` is when the run ended. */
export async function applyDecision(
  tx: Transaction,
  context: AppContext,
  { run, arn, finished }: RunToClose,
  closing: RunClosing,
  decision: Decision & { readonly regularCheckAt: Date | null },
  at: Date,
): Promise<void> {
  const { customerId, connectionId, id, arnHmac } = run.opening;
  const { nextCheckAt, regularCheckAt, confirmStep, waitingUntil, status } = decision;
  const change: ConnectionChange = { nextCheckAt, regularCheckAt, confirmStep, waitingUntil, status, deniedSince: decision.deniedSince };
  if (closing.verdict !== "secure") {
    const reason = storesReason(run, status, closing) ? { reason: closing.outcomeReason } : {};
    await changeConnection(tx, customerId, connectionId, { ...change, ...reason });
    if (decision.pendingArn === "deleted") await deletePendingRoleArn(tx, customerId, connectionId);
    return;
  }
  const place = { table: "connections", customerId, connectionId, externalId: run.opened.external_id } as const;
  const reason = closing.outcomeReason === "verified" ? null : closing.outcomeReason;
  const { accountId, roleId } = closing;
  // Seal the ARN again after every successful verification, so that a new data key reaches every row over time.
  const roleArn = sealRoleArn(context.env.dataKeys, place, arn);
  await changeConnection(tx, customerId, connectionId, {
    ...{ ...change, reason, roleArn, arnHmac, accountId, roleId, verifiedRunId: id },
    verificationMac: verificationMac(context, run.opening, closing, at),
    ...(run.ofPendingArn && { arnHmacBefore: await indexBefore(tx, context.env.arnIndexKeys, arn, arnHmac) }),
  });
  if (!run.ofPendingArn) return;
  await deletePendingRoleArn(tx, customerId, connectionId);
  if (await isAccountConnectedElsewhere(tx, customerId, finished.accountId))
    await raiseAlert(tx, "account-connected-twice", customerId, connectionId);
}
