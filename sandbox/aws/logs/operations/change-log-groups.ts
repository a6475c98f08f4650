import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { authorizeLogs, invalidParameter, nameInIdentifier } from "./read-request.ts";
import { tagMapOf } from "./tag-log-groups.ts";

const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export function createLogGroup(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupName = "", logGroupClass = "STANDARD", deletionProtectionEnabled = false } = input;
  const place = authorizeLogs(state, call, logGroupName);
  if (/^aws\//i.test(logGroupName)) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
  state.logs.createGroup(place, { logGroupName, logGroupClass, deletionProtectionEnabled, tags: tagMapOf(input) });
  return {};
}

export function createLogStream(state: SandboxState, call: JsonCall, { logGroupName = "", logStreamName = "" }: LogsInput) {
  state.logs.createStream(authorizeLogs(state, call, logGroupName), logGroupName, logStreamName);
  return {};
}

export function deleteLogGroup(state: SandboxState, call: JsonCall, { logGroupName = "" }: LogsInput) {
  state.logs.deleteGroup(authorizeLogs(state, call, logGroupName), logGroupName);
  return {};
}

export function deleteLogStream(state: SandboxState, call: JsonCall, { logGroupName = "", logStreamName = "" }: LogsInput) {
  state.logs.deleteStream(authorizeLogs(state, call, logGroupName, logStreamName), logGroupName, logStreamName);
  return {};
}

export function putRetentionPolicy(state: SandboxState, call: JsonCall, { logGroupName = "", retentionInDays = 0 }: LogsInput) {
  const place = authorizeLogs(state, call, logGroupName);
  if (!RETENTION_DAYS.includes(retentionInDays))
    throw invalidParameter(`Invalid retention value. Valid values are: [${RETENTION_DAYS.join(", ")}]`);
  state.logs.changeGroup(place, logGroupName, { retentionInDays });
  return {};
}

export function deleteRetentionPolicy(state: SandboxState, call: JsonCall, { logGroupName = "" }: LogsInput) {
  state.logs.changeGroup(authorizeLogs(state, call, logGroupName), logGroupName, { retentionInDays: undefined });
  return {};
}

export function putLogGroupDeletionProtection(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logGroupIdentifier = "", deletionProtectionEnabled = false } = input;
  const name = nameInIdentifier(call, logGroupIdentifier);
  state.logs.changeGroup(authorizeLogs(state, call, name), name, { deletionProtectionEnabled });
  return {};
}
