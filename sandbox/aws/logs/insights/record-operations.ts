import type { LogsInput } from "#sandbox/aws/logs/operations/logs-input.ts";
import { authorizedGroup, authorizeLogs, authorizeUnmask, invalidParameter } from "#sandbox/aws/logs/operations/read-request.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { recordOf } from "./record-of.ts";

/** GetLogRecord: all fields of the event that the `@ptr` of a row points to. */
export function getLogRecord(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logRecordPointer = "" } = input;
  const [, eventId = "", name = ""] = /^(\d{56})\/(.+)$/.exec(Buffer.from(logRecordPointer, "base64").toString()) ?? [];
  if (name === "") throw invalidParameter("The specified logRecordPointer is invalid.");
  const group = state.logs.requireGroup(authorizeLogs(state, call, name), name);
  authorizeUnmask(state, call, input, name);
  const event = group.find(eventId, call.now.getTime());
  if (event === undefined) throw new AwsError("ResourceNotFoundException", "The specified log record does not exist.", 400);
  const record = recordOf(event, `${call.caller.accountId}:${name}`, logRecordPointer);
  return { logRecord: Object.fromEntries([...record].map(([field, value]) => [field, String(value)])) };
}

/** GetLogGroupFields: the fields of the newest 1000 events, with the percentage of events that have them. */
export function getLogGroupFields(state: SandboxState, call: JsonCall, input: LogsInput) {
  const group = authorizedGroup(state, call, input);
  const counts = new Map<string, number>();
  let scanned = 0;
  for (const event of group.backward({ time: call.now.getTime() }, call.now.getTime())) {
    if (scanned++ === 1000) break;
    for (const field of recordOf(event, group.logGroupName, "").keys()) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return {
    logGroupFields: [...counts]
      .map(([field, count]) => ({ name: field, percent: Math.round((count / Math.min(scanned, 1000)) * 100) }))
      .slice(0, 1000),
  };
}
