import { type Failure, fail } from "#kernel/result.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";

type Unlucky = Exclude<LogsOutcome<unknown>, { kind: "ok" }>;

const BUSY = "Many people are reading logs in this AWS account, and AWS limits the reads per second. Try again in a few seconds.";

const QUERIES_NEEDED =
  "This log group is of the Infrequent Access class, which AWS reads only with queries. The log access of this connection does not include queries. " +
  "Choose the log access “Query” (AWS bills queries by the data scanned) and update the stack.";

/** The sentence for a person when CloudWatch Logs did not answer with data. AWS's own text is shown only for a bad filter pattern. */
export function explainLogsOutcome(outcome: Unlucky): Failure {
  switch (outcome.kind) {
    case "denied":
      return fail(
        "not-allowed",
        `The role does not allow ${outcome.action}. Update the stack with the current template, or add the action to the role’s policy.`,
      );
    case "throttled":
      return fail("limited", outcome.by === "quota" ? BUSY : "AWS throttled log reads in this account. Try again in a few seconds.");
    case "invalid":
      return fail("invalid", explainInvalid(outcome.message), { fields: { pattern: explainInvalid(outcome.message) } });
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
      return fail("unavailable", "AWS did not accept the session. Try again. If the error repeats, verify the connection.");
    case "stopped":
      return fail("unavailable", "The search was stopped.");
  }
}

function explainInvalid(message: string): string {
  if (/filter pattern/i.test(message)) return "Invalid filter pattern. Put terms with punctuation in double quotes.";
  return "AWS rejected this search. Check the filter pattern and the time range.";
}
