import type { Clock } from "#kernel/clock.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { AssumeRoleOutcome, ProbeRequest } from "#lib/aws/assume-role.ts";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { noExternalId } from "#lib/aws/sent-external-id.ts";
import type { SessionName } from "#lib/aws/session-name.ts";
import { DENY_EVERYTHING } from "#lib/aws/session-policy.ts";

/** Two roles of our own, in an account of ours that no customer sees: one open to us without an ID, one shut. */
export interface Canaries {
  readonly open: RoleArn;
  readonly closed: RoleArn;
}

export type CanaryOutcome =
  | { readonly kind: "ok" }
  | { readonly kind: "not-configured" }
  /** `open-refused`: something of ours refuses calls without an ID, so no refusal proves anything. */
  | { readonly kind: "failed"; readonly what: "open-refused" | "closed-opened" }
  | { readonly kind: "inconclusive"; readonly why: WhyInconclusive };

export type CanaryCheck = () => Promise<CanaryOutcome>;

/** How long a good answer holds, in milliseconds. A bad one is never kept: the next run asks anew. */
const HOLDS_MS = 5 * 60_000;

/**
 * Proves that our negative probes are not blind: a role that any call of ours opens must be `granted` without an ID, a
 * shut one `denied`. One control is for one principal and one pair of canaries. Callers at the same
 * time share the calls, so none of them can stop those; the SDK's time limits do.
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
  let underWay: Promise<CanaryOutcome> | undefined;

  async function ask({ open, closed }: Canaries): Promise<CanaryOutcome> {
    const sent = (roleArn: RoleArn) => assume({ ...base, roleArn });
    const outcome = controlOf(...(await Promise.all([sent(open), sent(closed)])));
    if (outcome.kind === "ok") goodUntil = clock.now().getTime() + HOLDS_MS;
    return outcome;
  }

  return async () => {
    if (clock.now().getTime() < goodUntil) return { kind: "ok" };
    underWay ??= ask(canaries).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/** What the two canaries' answers say together. */
function controlOf(open: AssumeRoleOutcome, closed: AssumeRoleOutcome): CanaryOutcome {
  if (open.kind === "denied") return { kind: "failed", what: "open-refused" };
  if (closed.kind === "granted") return { kind: "failed", what: "closed-opened" };
  if (open.kind === "inconclusive") return { kind: "inconclusive", why: open.why };
  if (closed.kind === "inconclusive") return { kind: "inconclusive", why: closed.why };
  return { kind: "ok" };
}
