import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { authorizeLogs, nameInIdentifier } from "./read-request.ts";

const MAX_TAGS = 50;

export function listTagsForResource(state: SandboxState, call: JsonCall, input: LogsInput) {
  return { tags: groupOf(state, call, input).tags };
}

export function listTagsLogGroup(state: SandboxState, call: JsonCall, input: LogsInput) {
  return { tags: groupOf(state, call, input).tags };
}

/**
 * TagResource and TagLogGroup.
 * @throws AwsError TooManyTagsException
 */
export function tagResource(state: SandboxState, call: JsonCall, input: LogsInput) {
  const group = groupOf(state, call, input);
  const tags = { ...group.tags, ...tagMapOf(input) };
  if (Object.keys(tags).length > MAX_TAGS)
    throw new AwsError("TooManyTagsException", `A log group can have no more than ${MAX_TAGS} tags.`, 400);
  return change(state, call, group, tags);
}

/** UntagResource and UntagLogGroup. */
export function untagResource(state: SandboxState, call: JsonCall, input: LogsInput) {
  const group = groupOf(state, call, input);
  const removed = new Set(input.tagKeys ?? (Array.isArray(input.tags) ? (input.tags as readonly string[]) : []));
  return change(state, call, group, Object.fromEntries(Object.entries(group.tags).filter(([key]) => !removed.has(key))));
}

/** The tags in an input that gives them with their values. */
export function tagMapOf({ tags = {} }: LogsInput): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

function groupOf(state: SandboxState, call: JsonCall, { resourceArn, logGroupName = "" }: LogsInput): LogGroup {
  const name = resourceArn === undefined ? logGroupName : nameInIdentifier(call, resourceArn);
  return state.logs.requireGroup(authorizeLogs(state, call, name), name);
}

function change(state: SandboxState, { caller, region }: JsonCall, { logGroupName }: LogGroup, tags: Readonly<Record<string, string>>) {
  state.logs.changeGroup({ accountId: caller.accountId, region }, logGroupName, { tags });
  return {};
}
