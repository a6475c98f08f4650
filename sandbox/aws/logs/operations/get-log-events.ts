import { eventIdOf, type LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { authorizedGroup, authorizeUnmask, invalidParameter } from "./read-request.ts";

const MAX_PAGE_BYTES = 1_000_000;
/** Events of the whole group that are scanned for one page, so that a stream with few events does not block the process. */
const MAX_SCANNED = 50_000;

/**
 * GetLogEvents: events of one stream, endTime exclusive. The newest page comes first unless startFromHead is true, and each page
 * is sorted oldest first. Both tokens are always present; at either end, AWS returns the same token again.
 */
export function getLogEvents(state: SandboxState, call: JsonCall, input: LogsInput) {
  const { logStreamName = "", startTime = 0, limit = 10_000, startFromHead = false } = input;
  const group = authorizedGroup(state, call, input, logStreamName);
  authorizeUnmask(state, call, input, group.logGroupName);
  if (!group.streams.has(logStreamName)) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.", 400);
  const now = call.now.getTime();
  const before = input.endTime ?? now + 2 * 3_600_000;
  const token = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const forward = token?.direction === "f" || (token === undefined && startFromHead);
  const walk = forward
    ? group.forward(token === undefined ? { time: startTime } : { after: token.eventId }, now)
    : group.backward(token === undefined ? { time: before - 1 } : { before: token.eventId }, now);
  const page: LogEvent[] = [];
  let bytes = 0;
  let scanned = 0;
  let reached = token?.eventId ?? eventIdOf(forward ? startTime : before, 0, 0);
  for (const event of walk) {
    if (forward ? event.timestamp >= before : event.timestamp < startTime) break;
    if (++scanned > MAX_SCANNED) {
      reached = event.eventId;
      break;
    }
    if (event.logStreamName !== logStreamName || event.timestamp >= before || event.timestamp < startTime) continue;
    bytes += Buffer.byteLength(event.message) + 60;
    if (page.length >= limit || (page.length > 0 && bytes > MAX_PAGE_BYTES)) break;
    page.push(event);
  }
  if (!forward) page.reverse();
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${page.at(-1)?.eventId ?? reached}/s`,
    nextBackwardToken: `b/${page[0]?.eventId ?? reached}/s`,
  };
}

function readToken(text: string): { direction: "f" | "b"; eventId: string } {
  const [, direction, eventId] = /^([fb])\/(\d{56})\/s$/.exec(text) ?? [];
  if ((direction !== "f" && direction !== "b") || eventId === undefined) {
    throw invalidParameter("The specified nextToken is invalid.");
  }
  return { direction, eventId };
}
