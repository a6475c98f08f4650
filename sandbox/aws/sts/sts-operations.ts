import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import { FIXED_KEYS } from "#sandbox/aws/state/sandbox-accounts.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { assumeRole } from "./assume-role.ts";
import { getFederationToken } from "./get-federation-token.ts";
import { credentialsXml } from "./session-keys.ts";
import { readStsInput } from "./sts-input.ts";

type Operation = (state: SandboxState, call: QueryCall) => XmlValue;

const TWELVE_HOURS = 43_200;

/** GetCallerIdentity, which needs no permission. */
function getCallerIdentity(_state: SandboxState, { caller }: QueryCall): XmlValue {
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}

/** GetSessionToken: temporary credentials of a user, which no session can get. */
function getSessionToken(state: SandboxState, { caller, input, now }: QueryCall): XmlValue {
  const { DurationSeconds = TWELVE_HOURS } = readStsInput("GetSessionToken", input) as { DurationSeconds?: number };
  if (caller.kind !== "user") throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", 403);
  const expiresAt = now.getTime() + DurationSeconds * 1000;
  return { Credentials: credentialsXml(state.sessions.issue({ userKeyId: caller.accessKeyId, expiresAt })) };
}

/** GetAccessKeyInfo: the account of a key. The sandbox knows the accounts of its fixed keys. */
function getAccessKeyInfo(_state: SandboxState, call: QueryCall): XmlValue {
  const { AccessKeyId } = readStsInput("GetAccessKeyInfo", call.input) as { AccessKeyId: string };
  authorizeCaller(call, "sts:GetAccessKeyInfo", "*", "AccessDenied");
  const key = FIXED_KEYS.find(({ accessKeyId }) => accessKeyId === AccessKeyId);
  if (key === undefined) throw new AwsError("ValidationError", "Access Key ID not found.", 400);
  return { Account: key.accountId };
}

/**
 * DecodeAuthorizationMessage. Only some AWS services, such as EC2, encode the reason of a denial in their errors. STS, IAM, CloudWatch
 * Logs, CloudFormation and S3 do not, so no message that the sandbox is sent can be valid.
 */
function decodeAuthorizationMessage(_state: SandboxState, call: QueryCall): XmlValue {
  readStsInput("DecodeAuthorizationMessage", call.input);
  authorizeCaller(call, "sts:DecodeAuthorizationMessage", "*", "AccessDenied");
  throw new AwsError("InvalidAuthorizationMessageException", "Message is not valid", 400);
}

/**
 * Checks that the caller's credentials may call the operation: a federated user only GetCallerIdentity, credentials of
 * GetSessionToken also AssumeRole. Source: STS API reference, GetFederationToken and GetSessionToken, "Permissions".
 */
const withCredentialsChecked =
  (name: string, operation: Operation): Operation =>
  (state, call) => {
    const { kind, isTemporary, arn } = call.caller;
    const isAllowed = name === "GetCallerIdentity" || (kind !== "federated-user" && (isTemporary !== true || name === "AssumeRole"));
    if (isAllowed) return operation(state, call);
    if (name === "GetSessionToken" || name === "GetFederationToken")
      throw new AwsError("AccessDenied", `Cannot call ${name} with session credentials`, 403);
    throw new AwsError("AccessDenied", `User: ${arn} is not authorized to perform: sts:${name}`, 403);
  };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  AssumeRole: assumeRole,
  DecodeAuthorizationMessage: decodeAuthorizationMessage,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetFederationToken: getFederationToken,
  GetSessionToken: getSessionToken,
};

/** STS, API version 2011-06-15. */
export const stsOperations: ReadonlyMap<string, Operation> = new Map(
  Object.entries(OPERATIONS).map(([name, operation]) => [name, withCredentialsChecked(name, operation)]),
);
