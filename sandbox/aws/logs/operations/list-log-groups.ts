import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs } from "./read-request.ts";

/** ListLogGroups. The pattern has at most five alternatives of 3 to 24 characters, where `^` anchors one at the start. */
export function listLogGroups(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupNamePattern: pattern, logGroupClass, limit = 50, nextToken } = input;
  const place = authorizeLogs(state, call);
  const alternatives = pattern?.split("|");
  const fits = (name: string) =>
    alternatives === undefined ||
    alternatives.some((each) => (each.startsWith("^") ? name.startsWith(each.slice(1)) : name.includes(each)));
  const groups = state.logs
    .listGroups(place)
    .filter((group) => fits(group.logGroupName) && (logGroupClass === undefined || group.logGroupClass === logGroupClass));
  const { page, rest } = listPage(groups, { limit, nextToken, boundTo: [pattern, logGroupClass] });
  return {
    logGroups: page.map((group) => ({ logGroupName: group.logGroupName, logGroupArn: group.arn, logGroupClass: group.logGroupClass })),
    ...rest,
  };
}
