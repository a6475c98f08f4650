import { randomUUID } from "node:crypto";
import { AssumeRoleCommand, type AssumeRoleCommandOutput, GetCallerIdentityCommand, STSServiceException } from "@aws-sdk/client-sts";
import { systemClock } from "#kernel/clock.ts";
import { partsOf, type RoleArn } from "#kernel/role-arn.ts";
import { Secret } from "#kernel/secret.ts";
import type { AwsClients, Caller } from "./aws-clients.ts";
import { awsErrorFacts, codeOf, type WhyInconclusive, whyInconclusive } from "./read-aws-error.ts";
import type { RoleSession, SessionName } from "./role-session.ts";
import { externalIdParameter, type SentExternalId } from "./sent-external-id.ts";

export interface AssumeRoleRequest {
  readonly roleArn: RoleArn;
  readonly externalId: SentExternalId;
  readonly sessionName: SessionName;
  /** Sent only if given: a role whose trust policy does not allow `sts:SetSourceIdentity` denies the whole call. */
  readonly sourceIdentity?: SessionName;
  /** Seconds, 900 to 3600. AWS limits role chaining to one hour, and the portal's own principal is a role. */
  readonly durationSeconds: number;
  readonly sessionPolicy: string;
  /**
   * 1 for a probe that must be denied. With more, throttled and unanswered calls are retried, and us-east-1 is asked once
   * when STS is not active in the region.
   */
  readonly maxAttempts: number;
  /** The default is the process itself. */
  readonly caller?: Caller;
  /** The region of the STS endpoint; the default is the deployment's. All probes of a run use the region of the first grant. */
  readonly stsRegion?: string;
  readonly signal?: AbortSignal;
}

/** A call of a verification. It can't set a source identity, so that a trust policy sees calls that differ only in the External ID. */
export type ProbeRequest = AssumeRoleRequest & { readonly sourceIdentity?: never };

export type AssumeRoleOutcome =
  /** AWS returned credentials of the requested role. */
  | { readonly kind: "allowed"; readonly session: RoleSession; readonly requestId: string | undefined; readonly stsRegion: string }
  /** AWS denied the call: `AccessDenied`, status 403, with a request ID. No other answer counts as denied. */
  | { readonly kind: "denied"; readonly requestId: string }
  /** Any other answer. The cause is only for the log: it contains the ARNs of the portal's principal and of the role. */
  | {
      readonly kind: "inconclusive";
      readonly why: WhyInconclusive;
      readonly code: string | undefined;
      readonly requestId: string | undefined;
      readonly cause: unknown;
    };

/** The region where STS can't be deactivated. Source: IAM user guide, "Manage AWS STS in an AWS Region". */
const ALWAYS_ON = "us-east-1";

/**
 * Calls sts:AssumeRole. This is the only function that does.
 * @throws TypeError before anything is sent, when the External ID is undefined, null, empty or malformed
 */
export async function assumeRole(clients: AwsClients, request: AssumeRoleRequest): Promise<AssumeRoleOutcome> {
  const region = request.stsRegion ?? clients.settings.region;
  let outcome = await attempt(clients, request, region);
  for (let tried = 1; tried < request.maxAttempts && isTransient(outcome); tried++) {
    if (!(await waited(pauseBeforeRetry(tried, Math.random()), request.signal))) return outcome;
    outcome = await attempt(clients, request, region);
  }
  const elsewhere = request.maxAttempts > 1 && clients.settings.partition === "aws" && region !== ALWAYS_ON;
  if (elsewhere && outcome.kind === "inconclusive" && outcome.why === "region-disabled") return attempt(clients, request, ALWAYS_ON);
  return outcome;
}

/** Milliseconds to wait after `tried` attempts: 200, doubled with each attempt, plus or minus half. `chance` is in [0, 1). */
export function pauseBeforeRetry(tried: number, chance: number): number {
  return 100 * 2 ** tried * (0.5 + chance);
}

async function attempt(clients: AwsClients, request: AssumeRoleRequest, region: string): Promise<AssumeRoleOutcome> {
  const command = new AssumeRoleCommand({
    RoleArn: request.roleArn,
    RoleSessionName: request.sessionName,
    DurationSeconds: request.durationSeconds,
    Policy: request.sessionPolicy,
    SourceIdentity: request.sourceIdentity,
    ...externalIdParameter(request.externalId),
  });
  try {
    const client = clients.sts(request.caller ?? "ourselves", region);
    const reply = await client.send(command, { ...(request.signal && { abortSignal: request.signal }) });
    const { requestId } = reply.$metadata;
    const read = readAssumeRoleReply(reply, request);
    if (read.kind === "session") return { kind: "allowed", session: read.session, requestId, stsRegion: region };
    return { kind: "inconclusive", why: read.why, code: undefined, requestId, cause: new Error(`the reply to AssumeRole was ${read.why}`) };
  } catch (cause) {
    return outcomeOfError(cause);
  }
}

function outcomeOfError(cause: unknown): AssumeRoleOutcome {
  const facts = awsErrorFacts(cause);
  const { name, status, requestId } = facts;
  const denied = cause instanceof STSServiceException && name === "AccessDenied" && status === 403;
  if (denied && requestId !== undefined) return { kind: "denied", requestId };
  return { kind: "inconclusive", why: whyInconclusive(facts), code: codeOf(facts), requestId, cause };
}

function isTransient(outcome: AssumeRoleOutcome): boolean {
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

const ROLE_ID = /^(AROA[A-Z0-9]{8,124}):/;

type AssumeRoleReply =
  | { readonly kind: "session"; readonly session: RoleSession }
  | { readonly kind: "unusable"; readonly why: "malformed" | "wrong-identity" };

/**
 * Reads a reply that did not throw. The SDK also returns a reply, without credentials, for the page of a captive portal, for an
 * empty body with status 200 and for an error with status 200. So it is a session only with complete credentials, and only
 * for the account, role and session name of the request. AWS leaves the path of the role out of the ARN.
 */
export function readAssumeRoleReply(reply: AssumeRoleCommandOutput, request: { roleArn: RoleArn; sessionName: string }): AssumeRoleReply {
  const { Credentials: credentials, AssumedRoleUser: user } = reply;
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = credentials ?? {};
  const expiration = credentials?.Expiration;
  if (!accessKeyId || !secretAccessKey || !sessionToken || !(expiration instanceof Date) || Number.isNaN(expiration.getTime())) {
    return { kind: "unusable", why: "malformed" };
  }
  const roleId = ROLE_ID.exec(user?.AssumedRoleId ?? "")?.[1];
  if (!user?.Arn || roleId === undefined) return { kind: "unusable", why: "malformed" };
  const { accountId, roleName, partition } = partsOf(request.roleArn);
  const expected = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${request.sessionName}`;
  if (user.Arn !== expected || user.AssumedRoleId !== `${roleId}:${request.sessionName}`)
    return { kind: "unusable", why: "wrong-identity" };
  return {
    kind: "session",
    session: {
      id: randomUUID(),
      credentials: new Secret({ accessKeyId, secretAccessKey, sessionToken, expiration }),
      assumedRoleArn: user.Arn,
      accountId,
      roleId,
      expiresAt: expiration,
    },
  };
}

export type CallerIdentityOutcome =
  | { readonly kind: "identity"; readonly accountId: string; readonly arn: string; readonly userId: string }
  | { readonly kind: "inconclusive"; readonly why: WhyInconclusive; readonly code: string | undefined; readonly cause: unknown };

/** Calls sts:GetCallerIdentity, which needs no permission and which no policy can deny. */
export async function getCallerIdentity(
  clients: AwsClients,
  caller: Caller,
  { signal, stsRegion }: { readonly signal?: AbortSignal; readonly stsRegion?: string } = {},
): Promise<CallerIdentityOutcome> {
  try {
    const reply = await clients.sts(caller, stsRegion).send(new GetCallerIdentityCommand({}), { ...(signal && { abortSignal: signal }) });
    const { Account: accountId, Arn: arn, UserId: userId } = reply;
    if (accountId && arn && userId) return { kind: "identity", accountId, arn, userId };
    return { kind: "inconclusive", why: "malformed", code: undefined, cause: new Error("the reply to GetCallerIdentity has no identity") };
  } catch (cause) {
    const facts = awsErrorFacts(cause);
    return { kind: "inconclusive", why: whyInconclusive(facts), code: codeOf(facts), cause };
  }
}
