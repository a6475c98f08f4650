import { type Failure, fail, NOT_FOUND, READS_STOPPED } from "#kernel/result.ts";
import type { AssumeRoleOutcome } from "#lib/aws/assume-role.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { NotReadable } from "#lib/connections/reading/open-connection-for-read.ts";

type FailedOutcome = Exclude<LogsOutcome<unknown>, { kind: "ok" }>;

const BUSY = "The portal reached its rate limit for log reads in this AWS account. Try again in a few seconds.";

const QUERIES_NEEDED =
  "This log group is of the Infrequent Access class or the Essentials class, which AWS reads only with queries. The log access of this connection doesn’t include queries. " +
  "On the Query page of this connection, an owner can add queries (AWS bills you for the data that a query scans).";

/** Converts an error outcome of CloudWatch Logs to a failure for the person. The error message of AWS is never shown. */
export function explainLogsOutcome(outcome: FailedOutcome): Failure {
  switch (outcome.kind) {
    case "denied":
      return fail(
        "not-allowed",
        `The role doesn’t allow ${outcome.action}. Update the stack with the current template, or add the action to the role’s policy.`,
      );
    case "throttled":
      return fail("limited", outcome.by === "quota" ? BUSY : "AWS throttled log reads in this account. Try again in a few seconds.");
    // The query page shows where its own query is malformed; a search writes its query itself.
    case "malformed":
    case "invalid":
      return fail("invalid", explainInvalid(outcome.message), { fields: { pattern: explainInvalid(outcome.message) } });
    case "too-many":
      return fail("limited", "This AWS account already runs as many queries as AWS allows at once. Try again when one has ended.");
    case "not-found":
      return fail("not-found", "This log group no longer exists.");
    case "infrequent-access":
      return fail("not-allowed", QUERIES_NEEDED);
    case "not-queryable":
      return fail("invalid", outcome.message, { fields: { pattern: outcome.message } });
    case "query-ended":
      return fail("unavailable", "AWS did not finish the query in time. Narrow the time range and try again.");
    case "unreachable":
      return fail("unavailable", "AWS did not respond in time. Your role is not the cause. Try again.");
    case "our-fault":
      return fail("unavailable", "AWS did not accept the session. Try again. If the error repeats, an owner must verify the connection.");
    case "stopped":
      return fail("unavailable", "The search was stopped. Search again to continue.");
  }
}

function explainInvalid(message: string): string {
  // AWS names either the pattern or the term of it that it could not read.
  if (/filter pattern|in term/i.test(message)) return "Invalid filter pattern. Put terms with punctuation in double quotes.";
  return "AWS rejected this search. Check the filter pattern and the time range.";
}

type NotGranted = Exclude<AssumeRoleOutcome, { kind: "allowed" }>;
type WhyInconclusive = Extract<NotGranted, { kind: "inconclusive" }>["why"];

const WITHOUT_ANSWER: Readonly<Record<WhyInconclusive, string>> = {
  throttled: "AWS throttled the request. Your role is not the cause. Try again in a few seconds.",
  unreachable: "AWS did not respond in time. Your role is not the cause. Try again.",
  "region-disabled":
    "AWS STS is not active in the Region of the portal’s STS endpoint. Activate that Region for STS in your account (IAM, Account settings), or contact the partner.",
  "our-credentials": "AWS did not accept the portal’s credentials. Your role is not the cause. Try again later.",
  malformed: "The response did not come from AWS. Your role is not the cause. Try again.",
  "wrong-identity": "AWS returned credentials for a different role, so no logs were read. Try again.",
  unexpected: "Unexpected response from AWS STS. No logs were read. Try again.",
};

/** The failure for a person when a verified role could not be assumed for a read. */
export function explainNotOpened(outcome: NotGranted): Failure {
  if (outcome.kind === "denied") return explainDenied();
  return fail(outcome.why === "throttled" ? "limited" : "unavailable", WITHOUT_ANSWER[outcome.why]);
}

const NO_LONGER_ALLOWED = "The role no longer allows access. An owner can choose Verify now on the connection’s page; the result says why.";

export function explainDenied(): Failure {
  return fail("unavailable", NO_LONGER_ALLOWED);
}

/** The failure when the portal reached its rate limit for STS: other customers wait, and this customer's share is used. */
export function explainNoCallLeft(): Failure {
  return fail(
    "limited",
    "Your company used its share of the portal’s rate limit for AWS STS, so the portal did not call your role. Try again in a few seconds.",
  );
}

const WHY_NOT = {
  suspended: READS_STOPPED,
  "not-verified":
    "The verification of this connection has expired, so logs are not available. Open the connection to see why. An owner can choose Verify now there.",
  draft: "This connection is not verified yet. Complete its setup first.",
  verifying: "This connection is still being verified. Try again when its status is Connected.",
  access_denied: NO_LONGER_ALLOWED,
  quarantined:
    "This connection is quarantined because its role can be assumed without the correct External ID. An owner must fix the trust policy and then verify the connection.",
  disabled: "This connection is disabled. To enable it, an owner must verify it.",
} as const;

/** The failure for a person when the database does not allow reads of a connection. Foreign, absent and removed ones get the same failure. */
export function explainNotReadable(shut: NotReadable): Failure {
  if (shut.kind === "not-found" || shut.why === "removed") return NOT_FOUND;
  return fail("not-allowed", WHY_NOT[shut.why]);
}
