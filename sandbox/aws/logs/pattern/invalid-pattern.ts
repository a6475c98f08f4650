import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

export function invalidPattern(message: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${message}`, 400);
}
