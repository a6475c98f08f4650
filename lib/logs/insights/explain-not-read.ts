import { type Failure, fail } from "#kernel/result.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";

export const RESULT_GONE = "AWS no longer has this result. It keeps results for 7 days. Run the query again.";

/** Log access stopped while the answer of AWS was on its way, so the answer is dropped. */
export const ACCESS_STOPPED = fail("not-found", "Log access through this connection has stopped. Open the connection to see why.");

/** Why a result, or what `gone` is about, was not read. A role session that AWS did not accept is dropped. */
export function explainNotRead(reader: LogReader, outcome: Exclude<LogsOutcome<unknown>, { kind: "ok" }>, gone = RESULT_GONE): Failure {
  if (outcome.kind === "our-fault") reader.dropSession();
  return outcome.kind === "not-found" || outcome.kind === "invalid" ? fail("not-found", gone) : explainLogsOutcome(outcome);
}
