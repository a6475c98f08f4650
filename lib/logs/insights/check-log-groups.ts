import { ok, type Result } from "#kernel/result.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import type { LogGroupsCheck } from "./shared/query-view.ts";

/**
 * Which of these log groups a query can't read, for the page that a link opens: one call to AWS, none if all are outside the scope. The
 * answer says the same of a log group outside the scope whether it exists or not.
 * @param logGroups 1 to 50 names
 */
export async function checkLogGroups(reader: LogReader, region: string, logGroups: readonly string[]): Promise<Result<LogGroupsCheck>> {
  const outside = logGroups.filter((name) => !name.startsWith(reader.logGroupPrefix));
  const inScope = logGroups.filter((name) => name.startsWith(reader.logGroupPrefix));
  if (inScope.length === 0) return ok({ outside, missing: [] });
  const outcome = await reader.logs.describeLogGroups(region, { names: inScope, limit: inScope.length });
  if (outcome.kind === "our-fault") reader.dropSession();
  if (outcome.kind !== "ok") return explainLogsOutcome(outcome);
  const found = new Set(outcome.value.items.map(({ name }) => name));
  return ok({ outside, missing: inScope.filter((name) => !found.has(name)) });
}
