import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { AssumeRoleOutcome, ProbeRequest } from "#lib/aws/assume-role.ts";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { DENY_EVERYTHING, type SessionName } from "#lib/aws/role-session.ts";
import { noExternalId } from "#lib/aws/sent-external-id.ts";

/** Two roles in an account of the partner: one that the portal can assume without an External ID, and one that denies it. */
export interface Canaries {
  readonly open: RoleArn;
  readonly closed: RoleArn;
}

export type CanaryOutcome =
  | { readonly kind: "ok" }
  | { readonly kind: "not-configured" }
  /** With `open-refused`, something on the portal's side denies calls without an External ID, so denied probes mean nothing. */
  | { readonly kind: "failed"; readonly what: "open-refused" | "closed-opened" }
  | { readonly kind: "inconclusive"; readonly why: WhyInconclusive };

export type CanaryCheck = () => Promise<CanaryOutcome>;

/** How long a passed check is cached, in milliseconds. A failed one is not cached, so the next run checks again. */
const HOLDS_MS = 5 * 60_000;

/**
 * Checks that denied probes can be trusted. Without an External ID, AWS must allow the open canary role and deny the closed
 * one. If a policy on the portal's side denied such calls, the probe without an External ID would be denied at every role. A
 * check is for one principal and one pair of canary roles. Concurrent callers share its calls, so they can't abort them;
 * only the timeouts of the SDK apply.
 */
export function createCanaryCheck(ports: {
  readonly assume: (request: ProbeRequest) => Promise<AssumeRoleOutcome>;
  readonly clock: Clock;
  readonly canaries: Canaries | undefined;
  readonly sessionName: SessionName;
}): CanaryCheck {
  const { assume, clock, canaries, sessionName } = ports;
  if (canaries === undefined) return async () => ({ kind: "not-configured" });
  const base = { sessionName, externalId: noExternalId, durationSeconds: 900, sessionPolicy: DENY_EVERYTHING, maxAttempts: 2 } as const;
  let goodUntil = 0;
  let inProgress: Promise<CanaryOutcome> | undefined;

  async function ask({ open, closed }: Canaries): Promise<CanaryOutcome> {
    const sent = (roleArn: RoleArn) => assume({ ...base, roleArn });
    const outcome = canaryOutcomeOf(...(await Promise.all([sent(open), sent(closed)])));
    if (outcome.kind === "ok") goodUntil = clock.now().getTime() + HOLDS_MS;
    return outcome;
  }

  return async () => {
    if (clock.now().getTime() < goodUntil) return { kind: "ok" };
    inProgress ??= ask(canaries).finally(() => {
      inProgress = undefined;
    });
    return inProgress;
  };
}

/** The outcome of the two answers. */
function canaryOutcomeOf(open: AssumeRoleOutcome, closed: AssumeRoleOutcome): CanaryOutcome {
  if (open.kind === "denied") return { kind: "failed", what: "open-refused" };
  if (closed.kind === "allowed") return { kind: "failed", what: "closed-opened" };
  if (open.kind === "inconclusive") return { kind: "inconclusive", why: open.why };
  if (closed.kind === "inconclusive") return { kind: "inconclusive", why: closed.why };
  return { kind: "ok" };
}
