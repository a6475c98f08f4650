import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { LogCheck } from "./judge-run.ts";

/**
 * Tries in one region what the log pages will do: list one group in scope and read one event of it. Nothing of what is
 * read is kept. It says what works; it never makes a role less secure.
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
    case "infrequent-access": // AWS looks at permissions first, so this answer means that reading is allowed
      return { region, got: "works", action: null };
    default:
      return { region, got: "inconclusive", action: null };
  }
}
