import { type RoleArn, storedRoleArn } from "#kernel/aws/role-arn.ts";
import type { PortalEnv } from "#kernel/process/env.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { type AwsClients, createAwsClients } from "#lib/aws/aws-clients.ts";
import type { AwsSettings } from "#lib/aws/aws-settings.ts";
import { awsProbePorts, type ProbePorts } from "#lib/verification/engine/run-probes.ts";

/** What a process needs to verify roles: its environment, the AWS clients, the probe ports that use them, and the clock for waits. */
export interface AppContext {
  readonly env: PortalEnv;
  readonly aws: AwsClients;
  readonly ports: ProbePorts;
  readonly clock: Clock;
}

const contexts = new WeakMap<PortalEnv, AppContext>();

/** Returns one context per environment, so that everything in a process shares its AWS connections and the cached canary check. */
export function appContextOf(env: PortalEnv, clock: Clock = systemClock): AppContext {
  const existing = contexts.get(env);
  if (existing !== undefined) return existing;
  const aws = createAwsClients(awsSettingsOf(env));
  const context = { env, aws, ports: awsProbePorts(aws, extrasOf(env), clock), clock };
  contexts.set(env, context);
  return context;
}

/** The AWS accounts whose roles cannot be connected: the partner's own accounts and the canary account. */
export function ownAccountsOf(env: PortalEnv): readonly string[] {
  return env.canaryAccountId === null ? env.partnerAccountIds : [...env.partnerAccountIds, env.canaryAccountId];
}

/** How many of the partner's optional principals take part in each run, 0 to 2. */
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
