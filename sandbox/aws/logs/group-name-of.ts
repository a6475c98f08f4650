import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { Place } from "./log-group-store.ts";

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
