import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { LogCheck } from "./judge-run.ts";

/**
 * Tries in one region what the log pages do: lists one log group in scope and reads one event of it. What it reads is
 * discarded. The result never changes whether the role is secure.
 */
export async function checkLogReading(
  logs: CloudWatchLogs,
  scope: { readonly region: string; readonly logGroupPrefix: string },
  signal: AbortSignal,
): Promise<LogCheck> {
  const { region } = scope;
  const prefix = scope.logGroupPrefix === "" ? undefined : scope.logGroupPrefix;
  const groups = await logs.describeLogGroups(region, { prefix, limit: 1, signal });
  if (groups.kind !== "ok") return checkOf(region, groups);
  const [group] = groups.value.items;
  if (group === undefined) return { region, got: "no-groups", action: null };
  return checkOf(region, await logs.filterLogEvents(region, { logGroup: group.name, limit: 1, signal }));
}

function checkOf(region: string, outcome: LogsOutcome<unknown>): LogCheck {
  switch (outcome.kind) {
    case "denied":
      return { region, got: "denied", action: outcome.action };
    case "ok":
    case "infrequent-access": // AWS checks permissions first, so this answer means that reading is allowed
      return { region, got: "works", action: null };
    default:
      return { region, got: "inconclusive", action: null };
  }
}
