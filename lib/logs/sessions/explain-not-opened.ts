import { type Failure, fail } from "#kernel/result.ts";
import type { AssumeRoleOutcome } from "#lib/aws/assume-role.ts";

type NotGranted = Exclude<AssumeRoleOutcome, { kind: "granted" }>;
type WhyInconclusive = Extract<NotGranted, { kind: "inconclusive" }>["why"];

const WITHOUT_ANSWER: Readonly<Record<WhyInconclusive, string>> = {
  throttled: "AWS throttled the request. Your role is not the cause. Try again in a few seconds.",
  unreachable: "AWS did not respond in time. Your role is not the cause. Try again.",
  "region-disabled": "AWS STS is disabled in the portal’s region. Your role is not the cause. Try again later.",
  "our-credentials": "AWS did not accept the portal’s own credentials. Your role is not the cause. Try again later.",
  malformed: "The response was not a valid AWS response. Your role is not the cause. Try again.",
  "wrong-identity": "AWS returned credentials for a different role, so no logs were read. Try again.",
  unexpected: "Unexpected response from AWS STS. No logs were read. Try again.",
};

/** The sentence for a person when a proven role did not open for a read. */
export function explainNotOpened(outcome: NotGranted): Failure {
  if (outcome.kind === "denied") return explainDenied();
  return fail(outcome.why === "throttled" ? "limited" : "unavailable", WITHOUT_ANSWER[outcome.why]);
}

export function explainDenied(): Failure {
  return fail("unavailable", "The role no longer allows access. Verify the connection to see why.");
}

/** The sentence when the portal itself had no call to STS left for the customer: others wait, and its share is used up. */
export function explainNoCallLeft(): Failure {
  return fail(
    "limited",
    "The portal reached its rate limit for AWS STS, and your company used its share. Your role was not called. Try again in a few seconds.",
  );
}
