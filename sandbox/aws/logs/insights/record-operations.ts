import type { LogsInput } from "#sandbox/aws/logs/operations/logs-input.ts";
import { authorizedGroup, authorizeLogs, authorizeUnmask, invalidParameter } from "#sandbox/aws/logs/operations/read-request.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { discoverFields } from "./evaluation/discover-fields.ts";
import { toShown } from "./evaluation/value.ts";

/** GetLogRecord: all fields of the event that the `@ptr` of a row points to. */
export function getLogRecord(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logRecordPointer = "" } = input;
  const [, eventId = "", name = ""] = /^(\d{56})\/(.+)$/.exec(Buffer.from(logRecordPointer, "base64").toString()) ?? [];
  if (name === "") throw invalidParameter("The specified logRecordPointer is invalid.");
  const group = state.logs.requireGroup(authorizeLogs(state, call, name), name);
  authorizeUnmask(state, call, input, name);
  const event = group.find(eventId, call.now.getTime());
  if (event === undefined) throw new AwsError("ResourceNotFoundException", "The specified log record does not exist.", 400);
  const system = {
    "@timestamp": String(event.timestamp),
    "@message": event.message,
    "@logStream": event.logStreamName,
    "@log": `${call.caller.accountId}:${name}`,
    "@ingestionTime": String(event.ingestionTime),
    "@ptr": logRecordPointer,
  };
  const discovered = [...discoverFields(event.message, name)].map(([field, value]) => [field, toShown(value)]);
  return { logRecord: { ...Object.fromEntries(discovered), ...system } };
}

const SYSTEM_FIELDS = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@ptr"];

/** GetLogGroupFields: the fields of the newest 1000 events, with the percentage of events that have them. */
export function getLogGroupFields(state: SandboxState, call: JsonCall, input: LogsInput) {
  const group = authorizedGroup(state, call, input);
  const counts = new Map<string, number>();
  let scanned = 0;
  for (const event of group.backward({ time: call.now.getTime() }, call.now.getTime())) {
    if (scanned++ === 1000) break;
    for (const field of [...SYSTEM_FIELDS, ...discoverFields(event.message, group.logGroupName).keys()])
      counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return {
    logGroupFields: [...counts]
      .map(([field, count]) => ({ name: field, percent: Math.round((count / Math.min(scanned, 1000)) * 100) }))
      .slice(0, 1000),
  };
}
