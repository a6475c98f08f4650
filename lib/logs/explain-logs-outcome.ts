import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { type Failure, fail } from "#lib/kernel/result.ts";

type Unlucky = Exclude<LogsOutcome<unknown>, { kind: "ok" }>;

const BUSY =
  "Many people are reading in this AWS account just now, and AWS allows only so many reads a second. Try again in a few seconds.";

const QUERIES_NEEDED =
  "This log group is of the Infrequent Access class, which AWS reads only by queries, and the permissions of this connection have none. " +
  "Choose the permissions “Query” for it (AWS bills queries by what they scan) and update its stack.";

/** The sentence for a person when CloudWatch Logs did not answer with data. AWS's own text is shown only for a bad filter pattern. */
export function explainLogsOutcome(outcome: Unlucky): Failure {
  switch (outcome.kind) {
    case "denied":
      return fail(
        "not-allowed",
        `The role does not allow ${outcome.action}. Update the stack with the current template, or add it to the role’s policy.`,
      );
    case "throttled":
      return fail("limited", outcome.by === "quota" ? BUSY : "AWS is limiting reads in this account. Try again in a few seconds.");
    case "invalid":
      return fail("invalid", explainInvalid(outcome.message), { fields: { pattern: explainInvalid(outcome.message) } });
    case "not-found":
      return fail("not-found", "This log group is not there any more.");
    case "infrequent-access":
      return fail("not-allowed", QUERIES_NEEDED);
    case "not-queryable":
      return fail("invalid", outcome.message, { fields: { pattern: outcome.message } });
    case "query-ended":
      return fail("unavailable", "AWS did not finish the query for this log group in time. Narrow the time range and try again.");
    case "unreachable":
      return fail("unavailable", "AWS did not answer in time. Nothing is wrong with your role; try again.");
    case "our-fault":
      return fail("unavailable", "AWS did not accept our session. Try again; if it stays so, verify the connection.");
    case "stopped":
      return fail("unavailable", "The search was stopped.");
  }
}

function explainInvalid(message: string): string {
  if (/filter pattern/i.test(message)) return "AWS cannot read this filter pattern. Put words with punctuation in double quotes.";
  return "AWS found fault with this search. Check the filter pattern and the time range.";
}
