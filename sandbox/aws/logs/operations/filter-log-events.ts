import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { EventFilter } from "#sandbox/aws/logs/pattern/event-filter.ts";
import { parseFilterPattern } from "#sandbox/aws/logs/pattern/parse-filter-pattern.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { type PageToken, pageTokenOf, readPageToken } from "./page-token.ts";
import { authorizeLogs, authorizeUnmask, groupNameOf, invalidParameter } from "./read-request.ts";

/** The classes of groups whose events are read by queries only. */
const WITHOUT_FILTER: readonly string[] = ["INFREQUENT_ACCESS", "ESSENTIALS"];
const MAX_PAGE_BYTES = 1_000_000;
/** Events scanned for one page. When none of them matches, the page is empty but has a token, as in AWS. */
const MAX_SCANNED = 25_000;
/** AWS requires a startTime on or after this time when the order is newest first. */
const EARLIEST_DESCENDING = Date.UTC(2024, 0, 1);

/** FilterLogEvents: events of all streams by time, endTime inclusive, oldest first unless startFromHead is false. */
export function filterLogEvents(state: SandboxState, call: JsonCall, input: LogsInput) {
  const groupName = groupNameOf(call, input);
  const place = authorizeLogs(state, call, groupName);
  authorizeUnmask(state, call, input, groupName);
  if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
    throw invalidParameter("LogStreamNames and LogStreamNamePrefix cannot be provided together.");
  }
  if (input.startTime !== undefined && input.endTime !== undefined && input.startTime > input.endTime)
    throw invalidParameter("startTime must not be later than endTime.");
  if (input.startFromHead === false && (input.startTime ?? 0) < EARLIEST_DESCENDING) {
    throw invalidParameter("startFromHead can be false only with a startTime on or after January 1, 2024 00:00:00 UTC.");
  }
  const filter = parseFilterPattern(input.filterPattern ?? "");
  const group = state.logs.requireGroup(place, groupName);
  if (WITHOUT_FILTER.includes(group.logGroupClass)) {
    throw new AwsError(
      "InvalidOperationException",
      `The log group ${groupName} is of log-group-class ${group.logGroupClass}. FilterLogEvents is not supported for this log class.`,
      400,
    );
  }
  if (input.logStreamNames?.some((name) => !group.streams.has(name)))
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.", 400);
  const boundTo = [groupName, input.logStreamNames, input.logStreamNamePrefix, input.startTime, input.endTime, input.filterPattern];
  const token = input.nextToken === undefined ? undefined : readPageToken(input.nextToken, boundTo);
  const page = readPage(group, input, filter, token, call.now.getTime());
  return {
    events: page.events,
    searchedLogStreams: [],
    ...(page.resume === undefined ? {} : { nextToken: pageTokenOf(page.resume, boundTo) }),
  };
}

function readPage(
  group: LogGroup,
  input: LogsInput,
  filter: EventFilter,
  token: PageToken | undefined,
  now: number,
): { events: LogEvent[]; resume: PageToken | undefined } {
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = 10_000 } = input;
  const direction = token?.direction ?? (input.startFromHead === false ? "backward" : "forward");
  const inStream = streamFilter(input);
  const walk =
    direction === "forward"
      ? group.forward(token === undefined ? { time: startTime } : { after: token.eventId }, now)
      : group.backward(token === undefined ? { time: endTime } : { before: token.eventId }, now);
  const events: LogEvent[] = [];
  let bytes = 0;
  let scanned = 0;
  let last: string | undefined;
  for (const event of walk) {
    if (direction === "forward" ? event.timestamp > endTime : event.timestamp < startTime) return { events, resume: undefined };
    const matches = inStream(event.logStreamName) && filter(event.message);
    const size = matches ? Buffer.byteLength(event.message) + 200 : 0;
    const full = events.length > 0 && bytes + size > MAX_PAGE_BYTES;
    if (last !== undefined && (full || events.length >= limit || scanned >= MAX_SCANNED))
      return { events, resume: { direction, eventId: last } };
    if (matches) events.push(event);
    bytes += size;
    scanned++;
    last = event.eventId;
  }
  return { events, resume: undefined };
}

function streamFilter({ logStreamNames, logStreamNamePrefix }: LogsInput): (name: string) => boolean {
  if (logStreamNames !== undefined) {
    const names = new Set(logStreamNames);
    return (name) => names.has(name);
  }
  return logStreamNamePrefix === undefined ? () => true : (name) => name.startsWith(logStreamNamePrefix);
}
