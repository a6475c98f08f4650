import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { EventStreamCodec } from "@smithy/core/event-streams";
import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { EventFilter } from "#sandbox/aws/logs/pattern/event-filter.ts";
import { parseFilterPattern } from "#sandbox/aws/logs/pattern/parse-filter-pattern.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { StreamedResponse } from "#sandbox/aws/protocol/write-aws-response.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { authorizeLogs, invalidParameter, nameInIdentifier } from "./read-request.ts";

const INVALID_PATTERN = "Invalid filter pattern";
const MAX_EVENTS = 500;
const INTERVAL_MS = 1000;
const MAX_SESSION_MS = 3 * 3_600_000;
const text = {
  toUtf8: (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8"),
  fromUtf8: (input: string) => new Uint8Array(Buffer.from(input)),
};
const codec = new EventStreamCodec(text.toUtf8, text.fromUtf8);

/**
 * StartLiveTail: sends the new events once a second as application/vnd.amazon.eventstream, at most 500 at a time (`sampled` is
 * true when there are more). Groups are ARNs without `:*`; stream filters need a single group. The session ends after three
 * hours with SessionTimeoutException. Source: CloudWatch Logs API reference, "StartLiveTail".
 */
export function startLiveTail(state: SandboxState, call: JsonCall, input: LogsInput): StreamedResponse {
  const { logGroupIdentifiers = [], logStreamNames, logStreamNamePrefixes, logEventFilterPattern = "" } = input;
  if (logGroupIdentifiers.some((each) => !each.startsWith("arn:"))) throw invalidParameter("LogGroupIdentifiers must be log group ARNs.");
  if (logGroupIdentifiers.length > 1 && (logStreamNames ?? logStreamNamePrefixes) !== undefined)
    throw invalidParameter("Log streams can be specified only with a single log group.");
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined)
    throw invalidParameter("LogStreamNames and LogStreamNamePrefixes cannot be provided together.");
  const groups = logGroupIdentifiers.map((identifier) => {
    const name = nameInIdentifier(call, identifier);
    return state.logs.requireGroup(authorizeLogs(state, call, name), name);
  });
  const filter = parsePattern(logEventFilterPattern);
  return (res) => tail(res, call.requestId, input, groups, filter);
}

/** The errors of a pattern begin with the same words here, but not in FilterLogEvents. */
function parsePattern(pattern: string): EventFilter {
  try {
    return parseFilterPattern(pattern);
  } catch (error) {
    if (!(error instanceof AwsError) || error.message.startsWith(INVALID_PATTERN)) throw error;
    throw invalidParameter(`${INVALID_PATTERN}: ${error.message}`);
  }
}

async function tail(
  res: ServerResponse,
  requestId: string,
  input: LogsInput,
  groups: readonly LogGroup[],
  filter: EventFilter,
): Promise<void> {
  const closed = new AbortController();
  res.on("close", () => closed.abort());
  res.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
  res.flushHeaders();
  res.write(frame("initial-response", {}));
  res.write(frame("sessionStart", { requestId, sessionId: randomUUID(), logEventFilterPattern: "", ...input }));
  const began = Date.now();
  let since = began;
  while (!closed.signal.aborted) {
    await wait(INTERVAL_MS, undefined, { signal: closed.signal }).catch(() => undefined);
    if (closed.signal.aborted) return;
    // A client that does not read its connection misses events: buffering them for many clients would exhaust the memory.
    if (res.writableNeedDrain) continue;
    const now = Date.now();
    const found = groups.flatMap((group) =>
      arrivedIn(group, since, now)
        .filter((event) => wantsStream(input, event) && filter(event.message))
        .map((event) => toSessionResult(group, event)),
    );
    since = now;
    res.write(
      frame("sessionUpdate", { sessionMetadata: { sampled: found.length > MAX_EVENTS }, sessionResults: found.slice(0, MAX_EVENTS) }),
    );
    if (now - began > MAX_SESSION_MS) {
      res.end(frame("SessionTimeoutException", { message: "Session has timed out." }, "exception"));
      return;
    }
  }
}

/** Generated events whose time is in `(since, now]`, and events that were ingested in that interval. */
function arrivedIn(group: LogGroup, since: number, now: number): LogEvent[] {
  const events: LogEvent[] = [];
  for (const event of group.forward({ time: since - 60_000 }, now)) {
    const arrived = group.isStored(event) ? event.ingestionTime : event.timestamp;
    if (arrived > since && arrived <= now) events.push(event);
  }
  return events;
}

function wantsStream({ logStreamNames, logStreamNamePrefixes }: LogsInput, { logStreamName }: LogEvent): boolean {
  if (logStreamNames === undefined && logStreamNamePrefixes === undefined) return true;
  return (logStreamNames ?? []).includes(logStreamName) || (logStreamNamePrefixes ?? []).some((prefix) => logStreamName.startsWith(prefix));
}

function toSessionResult(group: LogGroup, { logStreamName, message, timestamp, ingestionTime }: LogEvent) {
  const [, , , , accountId] = group.arn.split(":");
  return { logGroupIdentifier: `${accountId}:${group.logGroupName}`, logStreamName, message, timestamp, ingestionTime };
}

function frame(type: string, body: unknown, kind: "event" | "exception" = "event"): Uint8Array {
  const header = (value: string) => ({ type: "string" as const, value });
  return codec.encode({
    headers: { ":message-type": header(kind), [`:${kind}-type`]: header(type), ":content-type": header("application/json") },
    body: text.fromUtf8(JSON.stringify(body)),
  });
}
