import type { LogGroup, LogStream } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs, groupNameOf, invalidParameter } from "./read-request.ts";

/** The events of a group that are searched for the first and the last event of a stream. */
const MAX_SEARCHED = 1000;

/** DescribeLogStreams, sorted by name, or by the time of the last event, which AWS does not allow together with a prefix. */
export function describeLogStreams(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logStreamNamePrefix: prefix, orderBy = "LogStreamName", descending = false, limit = 50, nextToken } = input;
  if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined)
    throw new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.", 400);
  const groupName = groupNameOf(call, input);
  const place = authorizeLogs(state, call, groupName);
  if (orderBy === "LastEventTime" && prefix !== undefined)
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const group = state.logs.requireGroup(place, groupName);
  const now = call.now.getTime();
  const streams = [...group.streams.values()]
    .filter((stream) => stream.logStreamName.startsWith(prefix ?? ""))
    .map((stream) => describe(group, stream, now))
    .sort((a, b) =>
      orderBy === "LastEventTime" ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0) : a.logStreamName < b.logStreamName ? -1 : 1,
    );
  if (descending) streams.reverse();
  const { page, rest } = listPage(streams, { limit, nextToken, boundTo: [groupName, prefix, orderBy, descending] });
  return { logStreams: page, ...rest };
}

function describe(group: LogGroup, { logStreamName, creationTime, lastIngestionTime }: LogStream, now: number) {
  const last = lastEventOf(group, logStreamName, now);
  return {
    logStreamName,
    creationTime,
    arn: `${group.arn}:log-stream:${logStreamName}`,
    storedBytes: 0,
    ...(last === undefined
      ? {}
      : {
          firstEventTimestamp: firstEventOf(group, logStreamName, now) ?? last,
          lastEventTimestamp: last,
          lastIngestionTime: lastIngestionTime ?? last,
          uploadSequenceToken: "49039859515876546789",
        }),
  };
}

/** The time of the newest event of a stream, if it is among the newest of the group. The value of AWS is delayed too. */
function lastEventOf(group: LogGroup, logStreamName: string, now: number): number | undefined {
  let searched = 0;
  for (const event of group.backward({ time: now + 2 * 3_600_000 }, now)) {
    if (event.logStreamName === logStreamName) return event.timestamp;
    if (++searched === MAX_SEARCHED) return undefined;
  }
  return undefined;
}

function firstEventOf(group: LogGroup, logStreamName: string, now: number): number | undefined {
  let searched = 0;
  for (const event of group.forward({ time: 0 }, now)) {
    if (event.logStreamName === logStreamName) return event.timestamp;
    if (++searched === MAX_SEARCHED) return undefined;
  }
  return undefined;
}
