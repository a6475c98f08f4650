import { contextKeysOf, type RequestFacts } from "#sandbox/aws/iam/context-keys-of.ts";
import { evaluateRoleAssumption } from "#sandbox/aws/iam/evaluate-role-assumption.ts";
import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import type { ContextKeys } from "#sandbox/aws/iam/policy/policy-request.ts";
import type { Role } from "#sandbox/aws/iam/role.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { type AssumeRoleInput, readAssumeRole } from "./read-assume-role.ts";
import { credentialsXml } from "./session-keys.ts";
import { sessionTagsOf } from "./session-tags.ts";

const MAX_PACKED = 2048;

type SessionPolicies = Pick<AssumeRoleInput, "policy" | "policyArns">;

/**
 * AssumeRole. A role that does not exist, a role that does not trust the caller, a wrong External ID and a role younger than the
 * propagation time are denied with the same message, as in AWS.
 */
export function assumeRole(state: SandboxState, call: QueryCall): XmlValue {
  const input = readAssumeRole(call.input);
  checkSessionPolicies(state, input);
  const { tags, transitiveTagKeys } = sessionTagsOf(call.caller, input);
  const role = visibleRole(state, call, input.roleArn);
  const context = assumptionContext(call, input);
  for (const action of actionsOf(input)) {
    const allowed = role !== undefined && evaluateRoleAssumption({ caller: call.caller, role, action, context }).decision === "Allowed";
    if (!allowed)
      throw new AwsError(
        "AccessDenied",
        `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${input.roleArn}`,
        403,
      );
  }
  if (role === undefined) throw new Error("unreachable: a missing role is denied above");
  const seconds = secondsOf(call, role, input);
  const credentials = state.sessions.issue({
    roleArn: role.arn,
    roleId: role.roleId,
    sessionName: input.sessionName,
    expiresAt: call.now.getTime() + seconds * 1000,
    ...(state.optInRegions.issuesLimitedToken(call.region) ? { isLimited: true } : {}),
    ...(input.policy === undefined ? {} : { sessionPolicy: input.policy }),
    ...(input.policyArns === undefined ? {} : { policyArns: input.policyArns }),
    ...(input.sourceIdentity === undefined ? {} : { sourceIdentity: input.sourceIdentity }),
    ...(tags.size === 0 ? {} : { tags: [...tags] }),
    ...(transitiveTagKeys.length === 0 ? {} : { transitiveTagKeys }),
  });
  return {
    AssumedRoleUser: {
      AssumedRoleId: `${role.roleId}:${input.sessionName}`,
      Arn: `arn:${state.partition}:sts::${role.accountId}:assumed-role/${role.roleName}/${input.sessionName}`,
    },
    Credentials: credentialsXml(credentials),
    PackedPolicySize: packedSizeOf(input),
    SourceIdentity: input.sourceIdentity,
  };
}

/**
 * @throws AwsError MalformedPolicyDocument, or ValidationError for a managed policy that does not exist
 */
export function checkSessionPolicies(state: SandboxState, { policy, policyArns = [] }: SessionPolicies): void {
  if (policy !== undefined) parsePolicy(policy, "identity");
  const missing = policyArns.find((arn) => state.iam.policyByArn(arn) === undefined);
  if (missing !== undefined) throw new AwsError("ValidationError", `The managed session policy ${missing} does not exist.`, 400);
}

/** The percentage of the limit that the session policies take; AWS compresses them before it counts. */
export function packedSizeOf({ policy = "", policyArns = [] }: SessionPolicies): number | undefined {
  const size = policy.length + policyArns.join("").length;
  return size === 0 ? undefined : Math.ceil((size / MAX_PACKED) * 100);
}

/** The condition keys of an AssumeRole request. `sts:ExternalId` is absent unless the parameter was sent. */
export function assumptionContext(call: RequestFacts, input: AssumeRoleInput): ContextKeys {
  const tags = Object.fromEntries([...input.tags].map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  return contextKeysOf(call, {
    "sts:ExternalId": input.externalId,
    "sts:RoleSessionName": input.sessionName,
    "sts:SourceIdentity": input.sourceIdentity,
    "aws:SourceIdentity": call.caller.sourceIdentity ?? input.sourceIdentity,
    "aws:ResourceAccount": /::(\d{12}):/.exec(input.roleArn)?.[1],
    "aws:TagKeys": input.tags.size === 0 ? undefined : [...input.tags.keys()],
    "sts:TransitiveTagKeys": input.transitiveTagKeys.length === 0 ? undefined : input.transitiveTagKeys,
    ...tags,
  });
}

/** The actions that the request needs. Each of them must be allowed. */
export function actionsOf(input: AssumeRoleInput): string[] {
  return [
    "sts:AssumeRole",
    ...(input.sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
    ...(input.tags.size === 0 ? [] : ["sts:TagSession"]),
  ];
}

function visibleRole(state: SandboxState, call: QueryCall, roleArn: string): Role | undefined {
  const now = call.now.getTime();
  const role = state.propagation.seenFrom(call.region, roleArn, state.iam.findByArn(roleArn), now);
  return role !== undefined && now - role.createdAt.getTime() >= state.faults.propagationMs(roleArn) ? role : undefined;
}

/**
 * The duration of the session in seconds; one hour by default.
 * @throws AwsError ValidationError above the maximum of the role, or above one hour for role chaining
 */
function secondsOf(call: QueryCall, role: Role, { durationSeconds = 3600 }: AssumeRoleInput): number {
  if (call.caller.kind === "role-session" && durationSeconds > 3600) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      400,
    );
  }
  if (durationSeconds > role.maxSessionDuration) {
    throw new AwsError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", 400);
  }
  return durationSeconds;
}
