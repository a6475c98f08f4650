import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

/** IAM's and STS's refusal of a policy they cannot read. */
export function malformedPolicy(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message, 400);
}
