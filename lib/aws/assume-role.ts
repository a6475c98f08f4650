import { AssumeRoleCommand, STSServiceException } from "@aws-sdk/client-sts";
import { systemClock } from "#kernel/clock.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { AwsClients, Caller } from "./aws-clients.ts";
import { readAssumeRoleReply } from "./read-assume-role-reply.ts";
import { awsErrorFacts, codeOf, type WhyInconclusive, whyInconclusive } from "./read-aws-error.ts";
import type { RoleSession } from "./role-session.ts";
import { externalIdParameter, type SentExternalId } from "./sent-external-id.ts";
import type { SessionName } from "./session-name.ts";

export interface AssumeRoleRequest {
  readonly roleArn: RoleArn;
  readonly externalId: SentExternalId;
  readonly sessionName: SessionName;
  /** Not sent unless named: a role whose trust policy does not allow `sts:SetSourceIdentity` refuses the whole call. */
  readonly sourceIdentity?: SessionName;
  /** Seconds, 900 to 3600 (our own principal is a role, so the session is a chained one). */
  readonly durationSeconds: number;
  readonly sessionPolicy: string;
  /** 1 for a probe that must be refused; more retries throttling and silence, and a region without STS once in us-east-1. */
  readonly maxAttempts: number;
  /** Default: the process itself. */
  readonly caller?: Caller;
  /** The STS endpoint's region; default the deployment's. Probes of one run go where the first grant came from. */
  readonly stsRegion?: string;
  readonly signal?: AbortSignal;
}

/** What a verification may ask. It cannot set a source identity: its calls differ in the External ID and in nothing that a trust policy sees. */
export type ProbeRequest = AssumeRoleRequest & { readonly sourceIdentity?: never };

export type AssumeRoleOutcome =
  /** Credentials came, and for the very role that was asked for. */
  | { readonly kind: "granted"; readonly session: RoleSession; readonly requestId: string | undefined; readonly stsRegion: string }
  /** AWS refused: `AccessDenied`, status 403, with a request id. Nothing else is a refusal. */
  | { readonly kind: "denied"; readonly requestId: string }
  /** Everything else. The cause is for the log and is never shown: it holds our principal's ARN and the role's. */
  | {
      readonly kind: "inconclusive";
      readonly why: WhyInconclusive;
      readonly code: string | undefined;
      readonly requestId: string | undefined;
      readonly cause: unknown;
    };

/** STS cannot be switched off there. Source: IAM user guide, "Managing AWS STS in an AWS Region". */
const ALWAYS_ON = "us-east-1";

/**
 * Calls sts:AssumeRole, the only place that does, and names the outcome. It throws only for a request that must not be
 * sent (an External ID that is undefined, null, empty or ill-formed), and before the network.
 */
export async function assumeRole(clients: AwsClients, request: AssumeRoleRequest): Promise<AssumeRoleOutcome> {
  externalIdParameter(request.externalId);
  const region = request.stsRegion ?? clients.settings.region;
  let outcome = await attempt(clients, request, region);
  for (let tried = 1; tried < request.maxAttempts && isPassing(outcome); tried++) {
    if (!(await waited(pauseBeforeRetry(tried, Math.random()), request.signal))) return outcome;
    outcome = await attempt(clients, request, region);
  }
  const elsewhere = request.maxAttempts > 1 && clients.settings.partition === "aws" && region !== ALWAYS_ON;
  if (elsewhere && outcome.kind === "inconclusive" && outcome.why === "region-disabled") return attempt(clients, request, ALWAYS_ON);
  return outcome;
}

/** Milliseconds before the try that follows `tried` ones: 200 doubled with each, spread by half; `chance` is in [0, 1). */
export function pauseBeforeRetry(tried: number, chance: number): number {
  return 100 * 2 ** tried * (0.5 + chance);
}

async function attempt(clients: AwsClients, request: AssumeRoleRequest, region: string): Promise<AssumeRoleOutcome> {
  const command = new AssumeRoleCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    DurationSeconds: request.durationSeconds,
    Policy: request.sessionPolicy,
    ...(request.sourceIdentity !== undefined && { SourceIdentity: request.sourceIdentity }),
    ...externalIdParameter(request.externalId),
  });
  try {
    const client = clients.sts(request.caller ?? "ourselves", region);
    const reply = await client.send(command, { ...(request.signal && { abortSignal: request.signal }) });
    const { requestId } = reply.$metadata;
    const read = readAssumeRoleReply(reply, request);
    if (read.kind === "session") return { kind: "granted", session: read.session, requestId, stsRegion: region };
    return { kind: "inconclusive", why: read.why, code: undefined, requestId, cause: new Error(`the reply to AssumeRole was ${read.why}`) };
  } catch (cause) {
    return namedRefusal(cause);
  }
}

function namedRefusal(cause: unknown): AssumeRoleOutcome {
  const facts = awsErrorFacts(cause);
  const { name, status, requestId } = facts;
  const refused = cause instanceof STSServiceException && name === "AccessDenied" && status === 403;
  if (refused && requestId !== undefined) return { kind: "denied", requestId };
  return { kind: "inconclusive", why: whyInconclusive(facts), code: codeOf(facts), requestId, cause };
}

function isPassing(outcome: AssumeRoleOutcome): boolean {
  return outcome.kind === "inconclusive" && (outcome.why === "throttled" || outcome.why === "unreachable");
}

async function waited(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await systemClock.wait(ms, signal);
    return true;
  } catch {
    return false;
  }
}
