import { AwsError } from "#sandbox/wire/aws-error.ts";

export function invalidPattern(message: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: ${message}`, 400);
}
