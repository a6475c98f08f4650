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
import type { StreamedAnswer } from "#sandbox/aws/protocol/write-aws-answer.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizeLogs, groupNameOf, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupIdentifiers: z.array(z.string()).min(1).max(10),
  logStreamNames: z.array(z.string()).min(1).max(10).optional(),
  logStreamNamePrefixes: z.array(z.string()).min(1).max(10).optional(),
  logEventFilterPattern: z.string().max(1024).default(""),
});
type Input = z.infer<typeof Input>;

const MOST_EVENTS = 500;
const EVERY_MS = 1000;
const LONGEST_MS = 3 * 3_600_000;
const text = {
  toUtf8: (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8"),
  fromUtf8: (input: string) => new Uint8Array(Buffer.from(input)),
};
const codec = new EventStreamCodec(text.toUtf8, text.fromUtf8);

/**
 * StartLiveTail: once a second what arrived since, at most 500 events (then `sampled`), over application/vnd.amazon.eventstream.
 * Groups by ARN without `:*`; stream filters only with one group. Ends after three hours with SessionTimeoutException.
 */
export function startLiveTail(state: SandboxState, call: JsonCall): StreamedAnswer {
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
  const { logEventFilterPattern, ...about } = input;
  res.write(frame("sessionStart", { requestId, sessionId: randomUUID(), logEventFilterPattern, ...about }));
  const began = Date.now();
  let since = began;
  while (!closed.signal.aborted) {
    await wait(EVERY_MS, undefined, { signal: closed.signal }).catch(() => undefined);
    if (closed.signal.aborted) return;
    // A reader who takes nothing misses what comes meanwhile; kept for each of many, it would fill this process.
    if (res.writableNeedDrain) continue;
    const now = Date.now();
    const found = groups.flatMap((group) =>
      arrivedIn(group, since, now)
        .filter((event) => wantsStream(input, event) && filter(event.message))
        .map((event) => shown(group, event)),
    );
    since = now;
    res.write(
      frame("sessionUpdate", { sessionMetadata: { sampled: found.length > MOST_EVENTS }, sessionResults: found.slice(0, MOST_EVENTS) }),
    );
    if (now - began > LONGEST_MS) {
      res.end(frame("SessionTimeoutException", { message: "Session has timed out." }, "exception"));
      return;
    }
  }
}

/** Events whose time lies in `(since, now]`, and ingested ones that came late into the group within it. */
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

function shown(group: LogGroup, { logStreamName, message, timestamp, ingestionTime }: LogEvent) {
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
