import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { Secret } from "#kernel/process/secret.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { assumeRole, getCallerIdentity, type ProbeRequest } from "#lib/aws/assume-role.ts";
import type { AwsClients } from "#lib/aws/aws-clients.ts";
import { cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import { sessionName } from "#lib/aws/role-session.ts";
import { createPrincipalSessions, type OptionalPrincipals } from "./ask-probe.ts";
import { type Canaries, createCanaryCheck } from "./canary-check.ts";
import type { RandomSource } from "./plan-probes.ts";
import type { ProbePorts } from "./run-probes.ts";

export const systemRandom: RandomSource = { uuid: () => randomUUID(), below: (limit) => randomInt(limit) };

/** The optional roles: canary roles and further principals. */
export interface ProbeExtras {
  readonly canaries: Canaries | undefined;
  readonly principals: OptionalPrincipals;
}

/** The ports that call AWS. Create them once per process: they cache the canary check and the optional principals' sessions. */
export function awsProbePorts(clients: AwsClients, extras: ProbeExtras, clock: Clock = systemClock): ProbePorts {
  const assume = (request: ProbeRequest) => assumeRole(clients, request);
  const ownName = sessionName(new Secret(randomBytes(32).toString("hex")), "run", []);
  return {
    assume,
    identity: (session, how) => getCallerIdentity(clients, session, how),
    logs: (session) => cloudWatchLogs(clients, session),
    control: createCanaryCheck({ assume, clock, canaries: extras.canaries, sessionName: ownName }),
    principals: extras.principals,
    principalSession: createPrincipalSessions({ assume, clock, sessionName: ownName }),
    clock,
    random: systemRandom,
    stsRegion: clients.settings.region,
    sandbox: clients.settings.allowCustomEndpoints,
  };
}
