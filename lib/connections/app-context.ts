import { type Clock, systemClock } from "#kernel/clock.ts";
import type { PortalEnv } from "#kernel/env.ts";
import { type RoleArn, storedRoleArn } from "#kernel/role-arn.ts";
import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import type { AwsSettings } from "#lib/aws/aws-settings.ts";
import { awsProbePorts } from "#lib/verification/engine/aws-probe-ports.ts";
import type { ProbePorts } from "#lib/verification/engine/run-probes.ts";

/** What a process verifies roles with: its environment, the SDK's clients, the probes' ports over them, and the clock that it waits by. */
export interface AppContext {
  readonly env: PortalEnv;
  readonly aws: AwsClients;
  readonly ports: ProbePorts;
  readonly clock: Clock;
}

const made = new WeakMap<PortalEnv, AppContext>();

/** One deployment for each environment, so that sockets and the control's answer are shared by all that a process does. */
export function appContextOf(env: PortalEnv, clock: Clock = systemClock): AppContext {
  const kept = made.get(env);
  if (kept !== undefined) return kept;
  const aws = createAwsClients(awsSettingsOf(env));
  const deployment = { env, aws, ports: awsProbePorts(aws, extrasOf(env), clock), clock };
  made.set(env, deployment);
  return deployment;
}

/** The accounts whose roles are refused at the field: the partner's own, and the canaries'. */
export function ownAccountsOf(env: PortalEnv): readonly string[] {
  return env.canaryAccountId === null ? env.partnerAccountIds : [...env.partnerAccountIds, env.canaryAccountId];
}

/** How many optional principals of ours take part in each run, 0 to 2. */
export function principalsOf({ outsidePrincipalRoleArn, secondPrincipalRoleArn }: PortalEnv): number {
  return [outsidePrincipalRoleArn, secondPrincipalRoleArn].filter((arn) => arn !== null).length;
}

function awsSettingsOf({ region, partition, customEndpoints }: PortalEnv): AwsSettings {
  if (customEndpoints === null) return { region, partition, allowCustomEndpoints: false };
  const { sts, logs } = customEndpoints;
  return { region, partition, allowCustomEndpoints: true, endpoints: { ...(sts !== null && { sts }), ...(logs !== null && { logs }) } };
}

function extrasOf(env: PortalEnv): Parameters<typeof awsProbePorts>[1] {
  const role = (arn: string | null): RoleArn | undefined => (arn === null ? undefined : storedRoleArn(arn));
  const [open, closed] = [role(env.canaryOpenRoleArn), role(env.canaryClosedRoleArn)];
  return {
    canaries: open === undefined || closed === undefined ? undefined : { open, closed },
    principals: { outside: role(env.outsidePrincipalRoleArn), second: role(env.secondPrincipalRoleArn) },
  };
}
