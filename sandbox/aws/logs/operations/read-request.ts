import type { z } from "zod";
import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { Place } from "#sandbox/aws/logs/log-group-store.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

/**
 * May the caller do this to this group (and stream)? The resource asked for is
 * `arn:…:log-group:NAME:log-stream:STREAM`, both empty for operations on no group in particular.
 */
export function authorizeLogs(state: SandboxState, call: JsonCall, logGroupName = "", logStreamName = ""): Place {
  const place = { accountId: call.caller.accountId, region: call.region };
  const resource = `${state.logs.arnOf(place, logGroupName)}:log-stream:${logStreamName}`;
  authorizeCaller(call, `logs:${call.action}`, resource, "AccessDeniedException");
  return place;
}

/** The group meant by a name or an identifier (name or ARN, with or without `:*`); exactly one of the two must be given. */
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

/** The input of a JSON operation, parsed; refused as CloudWatch Logs refuses what its model forbids. */
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
