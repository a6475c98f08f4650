import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { checkSessionPolicies, packedSizeOf } from "./assume-role.ts";
import { credentialsXml } from "./session-keys.ts";
import { readStsInput } from "./sts-input.ts";

interface Parameters {
  readonly Name: string;
  readonly DurationSeconds?: number;
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn?: string }[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

const TWELVE_HOURS = 43_200;

/**
 * GetFederationToken: temporary credentials of a federated user, which only a user can get. They have the permissions that the user's
 * policies and the session policies of the call both allow. Source: STS API reference, GetFederationToken.
 */
export function getFederationToken(state: SandboxState, call: QueryCall): XmlValue {
  const { caller, now } = call;
  const { Name, DurationSeconds = TWELVE_HOURS, Policy, PolicyArns = [], Tags = [] }: Parameters = readParameters(call);
  if (caller.kind !== "user") throw new AwsError("AccessDenied", "Cannot call GetFederationToken with session credentials", 403);
  const policyArns = PolicyArns.map(({ arn = "" }) => arn);
  const policies = { ...(Policy !== undefined && { policy: Policy }), ...(policyArns.length > 0 && { policyArns }) };
  checkSessionPolicies(state, policies);
  if (new Set(Tags.map(({ Key }) => Key.toLowerCase())).size < Tags.length)
    throw new AwsError("InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.", 400);
  const arn = `arn:${state.partition}:sts::${caller.accountId}:federated-user/${Name}`;
  authorizeCaller(call, "sts:GetFederationToken", arn, "AccessDenied");
  if (Tags.length > 0) authorizeCaller(call, "sts:TagSession", arn, "AccessDenied");
  const credentials = state.sessions.issue({
    userKeyId: caller.accessKeyId,
    expiresAt: now.getTime() + DurationSeconds * 1000,
    federatedUser: {
      name: Name,
      ...(Policy !== undefined && { sessionPolicy: Policy }),
      ...(policyArns.length > 0 && { policyArns }),
      ...(Tags.length > 0 && { tags: Tags.map(({ Key, Value }): [string, string] => [Key, Value]) }),
    },
  });
  return {
    Credentials: credentialsXml(credentials),
    FederatedUser: { FederatedUserId: `${caller.accountId}:${Name}`, Arn: arn },
    PackedPolicySize: packedSizeOf(policies) ?? 0,
  };
}

function readParameters(call: QueryCall): Parameters {
  return readStsInput("GetFederationToken", call.input) as unknown as Parameters;
}
