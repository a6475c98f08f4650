import { z } from "zod";
import type { LogGroup, LogStream } from "#sandbox/aws/logs/log-group.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { listPage } from "./page-token.ts";
import { authorizeLogs, groupNameOf, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).default("LogStreamName"),
  descending: z.boolean().default(false),
  limit: z.number().int().min(1).max(50).default(50),
  nextToken: z.string().optional(),
});

/** DescribeLogStreams, sorted by name, or by the time of the last event, which AWS does not allow together with a prefix. */
export function describeLogStreams(state: SandboxState, call: JsonCall) {
  const input = parseInput(Input, call.input);
  const groupName = groupNameOf({ accountId: call.caller.accountId, region: call.region }, input.logGroupName, input.logGroupIdentifier);
  const place = authorizeLogs(state, call, groupName);
  if (input.orderBy === "LastEventTime" && input.logStreamNamePrefix !== undefined) {
    throw new AwsError("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.", 400);
  }
  const group = state.logs.requireGroup(place, groupName);
  const now = call.now.getTime();
  const streams = [...group.streams.values()]
    .filter((stream) => stream.logStreamName.startsWith(input.logStreamNamePrefix ?? ""))
    .map((stream) => describe(group, stream, now))
    .sort((a, b) =>
      input.orderBy === "LastEventTime"
        ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : a.logStreamName < b.logStreamName
          ? -1
          : 1,
    );
  if (input.descending) streams.reverse();
  const { page, rest } = listPage(streams, input.limit, input.nextToken, [
    groupName,
    input.logStreamNamePrefix,
    input.orderBy,
    input.descending,
  ]);
  return { logStreams: page, ...rest };
}

function describe(group: LogGroup, { logStreamName, creationTime, lastIngestionTime }: LogStream, now: number) {
  const last = lastEventOf(group, logStreamName, now);
  return {
    logStreamName,
    creationTime,
    arn: `${group.arn}:log-stream:${logStreamName}`,
    storedBytes: 0,
    uploadSequenceToken: "49039859515876546789",
    ...(last === undefined
      ? {}
      : { firstEventTimestamp: creationTime, lastEventTimestamp: last, lastIngestionTime: lastIngestionTime ?? last }),
  };
}

/** The time of the newest event of a stream, if it is among the newest 1000 of the group. The value of AWS is delayed too. */
function lastEventOf(group: LogGroup, logStreamName: string, now: number): number | undefined {
  let scanned = 0;
  for (const event of group.backward({ time: now + 2 * 3_600_000 }, now)) {
    if (event.logStreamName === logStreamName) return event.timestamp;
    if (++scanned === 1000) return undefined;
  }
  return undefined;
}
