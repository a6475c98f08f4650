import { partsOf, type RoleArn } from "#kernel/aws/role-arn.ts";
import { Secret } from "#kernel/process/secret.ts";
import { systemClock } from "#kernel/time/clock.ts";
import type { AssumeRoleOutcome, AssumeRoleRequest } from "#lib/aws/assume-role.ts";
import type { RoleSession, SessionName } from "#lib/aws/role-session.ts";
import { externalIdParameter } from "#lib/aws/sent-external-id.ts";
import type { ProbeName, RandomSource } from "#lib/verification/engine/probe.ts";
import { type FinishedRun, type ProbePorts, type RunQuestion, runProbes } from "#lib/verification/engine/run-probes.ts";
import { role, sendable } from "#lib/verification/testing/scripted-run.ts";
import { CALLERS, OUR_ADDRESS, type Setting } from "./model/setting.ts";
import type { TrustDocument, TrustRequest } from "./model/trust-document.ts";
import { CUSTOMER_ROLE, sandboxAnswers } from "./sandbox-answers.ts";

/** A call of the engine, and whether the sandbox allowed it. */
export interface SentCall {
  readonly request: TrustRequest;
  readonly granted: boolean;
}

/** The result of the engine for a policy. */
export interface EngineRun {
  readonly verdict: FinishedRun["judgement"]["verdict"];
  readonly reason: string;
  readonly opened: readonly ProbeName[];
  readonly calls: readonly SentCall[];
}

const ARN = role(CUSTOMER_ROLE);
const OUTSIDE = role(CALLERS.outside);
const SECOND = role(CALLERS.second);

/** The input of a run for a setting. */
export function questionOf(setting: Setting, roleArn: RoleArn): RunQuestion {
  return {
    roleArn,
    externalId: sendable(setting.externalId),
    retired: setting.retired.map(sendable),
    retiredElsewhere: setting.retiredElsewhere.map(sendable),
    regions: [],
    logGroupPrefix: "",
    sessionName: setting.sessionName as SessionName,
  };
}

/** Runs the engine with the sandbox's policy evaluation instead of AWS. The canary check always passes. */
export async function engineRun(
  document: TrustDocument,
  setting: Setting,
  random: RandomSource,
  hidden: (request: TrustRequest) => boolean = () => false,
): Promise<EngineRun> {
  const answer = sandboxAnswers(document);
  const calls: SentCall[] = [];
  const assume = async (request: AssumeRoleRequest): Promise<AssumeRoleOutcome> => {
    const { caller = "ourselves", sessionName, durationSeconds, sessionPolicy: policy } = request;
    const asked: TrustRequest = {
      callerArn: caller === "ourselves" ? CALLERS.portal : caller.id,
      externalId: externalIdParameter(request.externalId).ExternalId,
      sessionName,
      sourceIp: OUR_ADDRESS,
    };
    const granted = answer(asked, { durationSeconds, policy }) && !hidden(asked);
    calls.push({ request: asked, granted });
    if (!granted) return { kind: "denied", requestId: "r" };
    return { kind: "allowed", session: sessionOf(request.roleArn, sessionName), requestId: "r", stsRegion: "eu-central-1" };
  };
  const { judgement } = await runProbes(portsOver(assume, setting, random), questionOf(setting, ARN));
  const opened = judgement.verdict === "not-secure" ? judgement.opened : [];
  return { verdict: judgement.verdict, reason: judgement.reason, opened, calls };
}

function portsOver(assume: ProbePorts["assume"], setting: Setting, random: RandomSource): ProbePorts {
  return {
    assume,
    identity: async ({ accountId, assumedRoleArn: arn }) => ({ kind: "identity", accountId, arn, userId: "AROAREADER:session" }),
    logs: () => {
      throw new Error("the run has no regions");
    },
    control: async () => ({ kind: "ok" }),
    principals: { outside: setting.outside ? OUTSIDE : undefined, second: setting.second ? SECOND : undefined },
    principalSession: async (principal) => ({ kind: "session", session: { ...sessionOf(principal, "cached"), id: principal } }),
    clock: systemClock,
    random,
    stsRegion: "eu-central-1",
    sandbox: true,
  };
}

function sessionOf(arn: RoleArn, name: string): RoleSession {
  const { accountId, roleName } = partsOf(arn);
  const expiration = new Date(8.64e15);
  return {
    id: arn,
    credentials: new Secret({ accessKeyId: "ASIA", secretAccessKey: "none", sessionToken: "none", expiration }),
    assumedRoleArn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${name}`,
    accountId,
    roleId: "AROAREADER",
    expiresAt: expiration,
  };
}
