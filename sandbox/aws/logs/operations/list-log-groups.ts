import { z } from "zod";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupNamePattern: z.string().optional(),
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
  limit: z.number().int().min(1).max(1000).default(50),
  nextToken: z.string().optional(),
});

/** ListLogGroups. The pattern has at most five alternatives of 3 to 24 characters, where `^` anchors one at the start. */
export function listLogGroups(state: SandboxState, call: JsonCall) {
  const { logGroupNamePattern: pattern, logGroupClass, limit, nextToken } = parseInput(Input, call.input);
  const place = authorizeLogs(state, call);
  const alternatives = pattern === undefined ? undefined : pattern.split("|");
  if (alternatives !== undefined && (alternatives.length > 5 || alternatives.some((each) => !/^\^?[\w\-/#.]{3,24}$/.test(each)))) {
    throw new AwsError("InvalidParameterException", "The specified logGroupNamePattern is invalid.", 400);
  }
  const fits = (name: string) =>
    alternatives === undefined ||
    alternatives.some((each) => (each.startsWith("^") ? name.startsWith(each.slice(1)) : name.includes(each)));
  const groups = state.logs
    .listGroups(place)
    .filter((group) => fits(group.logGroupName) && (logGroupClass === undefined || group.logGroupClass === logGroupClass));
  const { page, rest } = listPage(groups, limit, nextToken, [pattern, logGroupClass]);
  return {
    logGroups: page.map((group) => ({ logGroupName: group.logGroupName, logGroupArn: group.arn, logGroupClass: group.logGroupClass })),
    ...rest,
  };
}
