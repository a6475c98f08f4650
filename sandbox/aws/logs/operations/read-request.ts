import type { z } from "zod";
import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { Place } from "#sandbox/aws/logs/log-group-store.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

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
 * The log group name from a name or an identifier (a name or an ARN, with or without `:*`). Exactly one of them is required.
 * @throws AwsError InvalidParameterException, or ResourceNotFoundException for the ARN of another account or region
 */
export function groupNameOf(place: Place, logGroupName: string | undefined, identifier: string | undefined): string {
  if (logGroupName !== undefined && identifier !== undefined) {
    throw new AwsError("InvalidParameterException", "LogGroupName and LogGroupIdentifier cannot be provided together.", 400);
  }
  const name = logGroupName ?? identifier;
  if (name === undefined || name === "")
    throw new AwsError("InvalidParameterException", "LogGroupName or LogGroupIdentifier must be provided.", 400);
  const arn = /^arn:[a-z-]+:logs:([a-z0-9-]+):(\d{12}):log-group:([^:]+)(?::\*)?$/.exec(name);
  if (arn === null) return name;
  if (arn[1] !== place.region || arn[2] !== place.accountId)
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.", 400);
  return arn[3] ?? name;
}

/**
 * Parses the input of a JSON operation.
 * @throws AwsError InvalidParameterException with the validation message of CloudWatch Logs
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join(".") ?? "";
  throw new AwsError(
    "InvalidParameterException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${issue?.message ?? "invalid"}`,
    400,
  );
}
