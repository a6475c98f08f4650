import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { Place } from "#sandbox/aws/logs/log-group-store.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";

/** @returns AwsError InvalidParameterException */
export const invalidParameter = (message: string): AwsError => new AwsError("InvalidParameterException", message, 400);

const noGroup = () => new AwsError("ResourceNotFoundException", "The specified log group does not exist.", 400);

/**
 * Checks that the caller is allowed to call the operation on the log group (and stream). The resource is
 * `arn:…:log-group:NAME:log-stream:STREAM`, with empty names for operations that are not about one group.
 * @throws AwsError AccessDeniedException
 */
export function authorizeLogs(state: SandboxState, call: JsonCall, logGroupName = "", logStreamName = ""): Place {
  const place = { accountId: call.caller.accountId, region: call.region };
  const resource = `${state.logs.arnOf(place, logGroupName)}:log-stream:${logStreamName}`;
  authorizeCaller(call, `logs:${call.action}`, resource, "AccessDeniedException");
  return place;
}

/**
 * Checks the permission that the parameter `unmask` needs in addition: it shows what a data protection policy masks.
 * @throws AwsError AccessDeniedException
 */
export function authorizeUnmask(state: SandboxState, call: JsonCall, { unmask }: LogsInput, logGroupName: string): void {
  if (unmask === true) authorizeLogs(state, { ...call, action: "Unmask" }, logGroupName);
}

/**
 * The log group name from a name or an identifier (a name or an ARN without `:*`). Exactly one of them is required.
 * @throws AwsError InvalidParameterException, or ResourceNotFoundException for the ARN of another account or region
 */
export function groupNameOf(call: JsonCall, { logGroupName, logGroupIdentifier }: LogsInput): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter("LogGroupName and LogGroupIdentifier cannot be provided together.");
  if (logGroupName === undefined && logGroupIdentifier === undefined)
    throw invalidParameter("LogGroupName or LogGroupIdentifier must be provided.");
  return logGroupName ?? nameInIdentifier(call, logGroupIdentifier ?? "");
}

/**
 * The name in an identifier: itself, or the end of an ARN.
 * @throws AwsError ResourceNotFoundException for the ARN of another account or region
 */
export function nameInIdentifier(call: JsonCall, identifier: string): string {
  const arn = /^arn:[a-z-]+:logs:([a-z0-9-]+):(\d{12}):log-group:([^:]+)$/.exec(identifier);
  if (arn === null) return identifier;
  if (arn[1] !== call.region || arn[2] !== call.caller.accountId) throw noGroup();
  return arn[3] ?? identifier;
}

/**
 * The existing group that the input names, for a caller with the permission.
 * @throws AwsError
 */
export function authorizedGroup(state: SandboxState, call: JsonCall, input: LogsInput, logStreamName = ""): LogGroup {
  const name = groupNameOf(call, input);
  return state.logs.requireGroup(authorizeLogs(state, call, name, logStreamName), name);
}
