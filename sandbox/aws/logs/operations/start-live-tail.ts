import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { z } from "zod";
import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";
import type { LogGroup } from "#sandbox/aws/logs/log-group.ts";
import type { EventFilter } from "#sandbox/aws/logs/pattern/event-filter.ts";
import { parseFilterPattern } from "#sandbox/aws/logs/pattern/parse-filter-pattern.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { StreamedResponse } from "#sandbox/aws/protocol/write-aws-response.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizeLogs, groupNameOf, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupIdentifiers: z.array(z.string()).min(1).max(10),
  logStreamNames: z.array(z.string()).min(1).max(10).optional(),
  logStreamNamePrefixes: z.array(z.string()).min(1).max(10).optional(),
  logEventFilterPattern: z.string().max(1024).default(""),
});
type Input = z.infer<typeof Input>;

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
export function startLiveTail(state: SandboxState, call: JsonCall): StreamedResponse {
  const input = parseInput(Input, call.input);
  const invalid = (message: string) => new AwsError("InvalidParameterException", message, 400);
  if (input.logGroupIdentifiers.some((each) => !each.startsWith("arn:") || each.endsWith(":*")))
    throw invalid("LogGroupIdentifiers must be log group ARNs that do not end with an asterisk.");
  if (input.logGroupIdentifiers.length > 1 && (input.logStreamNames ?? input.logStreamNamePrefixes) !== undefined) {
    throw invalid("Log streams can be specified only with a single log group.");
  }
  const groups = input.logGroupIdentifiers.map((identifier) => {
    const name = groupNameOf({ accountId: call.caller.accountId, region: call.region }, undefined, identifier);
    return state.logs.requireGroup(authorizeLogs(state, call, name), name);
  });
  const filter = parseFilterPattern(input.logEventFilterPattern);
  return (res) => tail(res, call.requestId, input, groups, filter);
}

async function tail(res: ServerResponse, requestId: string, input: Input, groups: readonly LogGroup[], filter: EventFilter): Promise<void> {
  const closed = new AbortController();
  res.on("close", () => closed.abort());
  res.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
  res.flushHeaders();
  res.write(frame("initial-response", {}));
  const { logEventFilterPattern, ...filters } = input;
  res.write(frame("sessionStart", { requestId, sessionId: randomUUID(), logEventFilterPattern, ...filters }));
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

function wantsStream({ logStreamNames, logStreamNamePrefixes }: Input, { logStreamName }: LogEvent): boolean {
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
