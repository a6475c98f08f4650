import type { Clock } from "#kernel/clock.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { AssumeRoleOutcome, ProbeRequest } from "#lib/aws/assume-role.ts";
import type { Caller } from "#lib/aws/aws-clients.ts";
import type { WhyInconclusive } from "#lib/aws/read-aws-error.ts";
import { DENY_EVERYTHING, type RoleSession, type SessionName } from "#lib/aws/role-session.ts";
import { noExternalId } from "#lib/aws/sent-external-id.ts";
import type { PlannedProbe, ProbeResult } from "./probe.ts";

/** The external dependencies of sending one probe. */
export interface SendingPorts {
  readonly assume: (request: ProbeRequest) => Promise<AssumeRoleOutcome>;
  readonly principals: OptionalPrincipals;
  readonly principalSession: PrincipalSessions;
}

/** The result of one probe. It has the session only if the probe was expected to be allowed; any other session is dropped here. */
export interface ProbeAsked {
  readonly result: ProbeResult;
  readonly session: RoleSession | undefined;
  /** The region whose STS granted the session. */
  readonly stsRegion: string | undefined;
}

interface ProbedRun {
  readonly roleArn: RoleArn;
  readonly sessionName: SessionName;
  /** The session policy of the probes that are expected to be allowed. */
  readonly ceiling: string;
  readonly stsRegion: string;
  readonly signal: AbortSignal;
}

/** Seconds. The same for all probes, so that a trust policy can't tell them apart. */
const DURATION_SECONDS = 900;

/**
 * Sends one probe and returns its result. A probe that must be denied differs from the one with the correct External ID only
 * in the External ID and the session policy, which denies everything. It is never retried.
 */
export async function askProbe(ports: SendingPorts, probe: PlannedProbe, run: ProbedRun): Promise<ProbeAsked> {
  const began = performance.now();
  const outcome = await send(ports, probe, run);
  const ms = Math.round(performance.now() - began);
  const result = resultOf(probe, outcome, ms);
  if (outcome.kind !== "allowed") return { result, session: undefined, stsRegion: undefined };
  return { result, session: probe.expected === "allowed" ? outcome.session : undefined, stsRegion: outcome.stsRegion };
}

async function send(...[ports, probe, run]: Parameters<typeof askProbe>): Promise<AssumeRoleOutcome> {
  const sender = await unlessStopped(senderOf(ports, probe), run.signal, { why: "unreachable" });
  if ("why" in sender) return { kind: "inconclusive", why: sender.why, code: undefined, requestId: undefined, cause: undefined };
  return ports.assume({
    roleArn: run.roleArn,
    externalId: probe.sends,
    sessionName: run.sessionName,
    durationSeconds: DURATION_SECONDS,
    sessionPolicy: probe.expected === "allowed" ? run.ceiling : DENY_EVERYTHING,
    maxAttempts: probe.expected === "allowed" ? 3 : 1,
    caller: sender.caller,
    stsRegion: run.stsRegion,
    signal: run.signal,
  });
}

/** Who signs the call, or why there are no credentials for it. */
type Sender = { readonly caller: Caller } | { readonly why: WhyInconclusive };

async function senderOf(ports: Parameters<typeof askProbe>[0], probe: PlannedProbe): Promise<Sender> {
  if (probe.caller === "ourselves") return { caller: "ourselves" };
  const role = probe.caller === "outside-principal" ? ports.principals.outside : ports.principals.second;
  const outcome = role && (await ports.principalSession(role));
  if (outcome?.kind === "session") return { caller: outcome.session };
  // A role of the partner could not be assumed, which says nothing about the customer's role.
  return { why: "our-credentials" };
}

function resultOf({ n, name, expected, sent }: PlannedProbe, outcome: AssumeRoleOutcome, ms: number): ProbeResult {
  const base = { n, name, expected, sent, got: outcome.kind, ms };
  switch (outcome.kind) {
    case "allowed":
      return { ...base, why: null, code: "", requestId: outcome.requestId ?? "" };
    case "denied":
      return { ...base, why: null, code: "AccessDenied", requestId: outcome.requestId };
    case "inconclusive":
      return { ...base, why: outcome.why, code: outcome.code ?? "", requestId: outcome.requestId ?? "" };
  }
}

/** Waits for shared work, which must not be aborted, until the signal aborts; then the result is `whenStopped`. */
export function unlessStopped<T>(work: Promise<T>, signal: AbortSignal, whenStopped: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = () => resolve(whenStopped);
    if (signal.aborted) stopped();
    signal.addEventListener("abort", stopped);
    work.then(resolve, reject);
  });
}

/** Two optional roles of the partner that customers' roles must deny. */
export interface OptionalPrincipals {
  readonly outside: RoleArn | undefined;
  readonly second: RoleArn | undefined;
}

type PrincipalSessionOutcome = { readonly kind: "session"; readonly session: RoleSession } | { readonly kind: "inconclusive" };

/** The session policy: such a session can only call sts:AssumeRole. */
const ONLY_ASSUME = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
});
/** A session is replaced this many milliseconds before it expires, so that it lasts for a whole run. */
const RENEW_AHEAD_MS = 2 * 60_000;

export type PrincipalSessions = (role: RoleArn) => Promise<PrincipalSessionOutcome>;

/** Opens sessions of the optional principals and caches one per role until shortly before it expires. */
export function createPrincipalSessions(ports: {
  readonly assume: (request: ProbeRequest) => Promise<AssumeRoleOutcome>;
  readonly clock: Clock;
  readonly sessionName: SessionName;
}): PrincipalSessions {
  const kept = new Map<RoleArn, RoleSession>();
  return async (roleArn) => {
    const known = kept.get(roleArn);
    if (known !== undefined && known.expiresAt.getTime() - ports.clock.now().getTime() > RENEW_AHEAD_MS)
      return { kind: "session", session: known };
    const { sessionName } = ports;
    const outcome = await ports.assume({
      roleArn,
      sessionName,
      externalId: noExternalId,
      durationSeconds: 3600,
      sessionPolicy: ONLY_ASSUME,
      maxAttempts: 2,
    });
    if (outcome.kind !== "allowed") return { kind: "inconclusive" };
    kept.set(roleArn, outcome.session);
    return { kind: "session", session: outcome.session };
  };
}
