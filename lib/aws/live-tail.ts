import { type LiveTailSessionUpdate, StartLiveTailCommand, type StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import type { AwsClients } from "./aws-clients.ts";
import type { LogEventFacts } from "./cloudwatch-logs.ts";
import { type LogsOutcome, readLogsError } from "./logs-outcome.ts";
import type { RoleSession } from "./role-session.ts";

export interface LiveTailQuery {
  /** At most 10 log groups of one account and region. */
  readonly logGroups: readonly string[];
  readonly pattern: string;
  /** AWS takes these with one log group only. */
  readonly streams?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** What arrived within a second. */
interface LiveTailUpdate {
  readonly kind: "update";
  /** Without an id: Live Tail gives none. */
  readonly events: readonly (LogEventFacts & { readonly logGroup: string })[];
  /** AWS sends at most 500 events a second, and says when there were more. */
  readonly sampled: boolean;
}

export type LiveTailPart =
  | LiveTailUpdate
  /** The last part: AWS broke the stream off (three hours are its longest). Its own words, "" when it said none. */
  | { readonly kind: "broken-off"; readonly said: string };

/**
 * StartLiveTail, which AWS bills to the account by the minute until the signal ends it. What it refuses is an outcome; what
 * breaks off later is the last part.
 */
export async function startLiveTail(
  clients: AwsClients,
  session: RoleSession,
  region: string,
  { logGroups, pattern, streams, signal }: LiveTailQuery,
): Promise<LogsOutcome<AsyncIterable<LiveTailPart>>> {
  const arn = (name: string) => `arn:${clients.settings.partition}:logs:${region}:${session.accountId}:log-group:${name}`;
  try {
    const command = new StartLiveTailCommand({
      logGroupIdentifiers: logGroups.map(arn),
      ...(pattern !== "" && { logEventFilterPattern: pattern }),
      ...(streams && { logStreamNames: [...streams] }),
    });
    const { responseStream } = await clients.logs(session, region).send(command, { abortSignal: signal });
    if (responseStream === undefined) throw new Error("AWS sent no stream");
    return { kind: "ok", value: liveTailParts(responseStream) };
  } catch (thrown) {
    return readLogsError(thrown, "logs:StartLiveTail", signal);
  }
}

/** The parts of a stream as AWS sends it. */
export async function* liveTailParts(stream: AsyncIterable<StartLiveTailResponseStream>): AsyncGenerator<LiveTailPart> {
  // By hand and not by a loop: what AWS or the signal breaks off is caught, and what the reader does with a part is not.
  const parts = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await parts.next().catch(brokenOff);
      if ("kind" in part) return yield part;
      if (part.done) return;
      if (part.value.sessionUpdate !== undefined) yield updateOf(part.value.sessionUpdate);
    }
  } finally {
    await parts.return?.();
  }
}

/** AWS's exceptions have a name and a sentence for people; what the network says has neither that is worth showing. */
function brokenOff(thrown: unknown): LiveTailPart & { kind: "broken-off" } {
  const isAwsWord = thrown instanceof Error && thrown.name.endsWith("Exception");
  return { kind: "broken-off", said: isAwsWord ? [thrown.name, thrown.message].filter((word) => word !== "").join(": ") : "" };
}

function updateOf({ sessionResults, sessionMetadata }: LiveTailSessionUpdate): LiveTailUpdate {
  const events = (sessionResults ?? []).map((event) => ({
    id: null,
    at: event.timestamp ?? 0,
    ingestedAt: event.ingestionTime ?? event.timestamp ?? 0,
    stream: event.logStreamName ?? "",
    message: event.message ?? "",
    logGroup: event.logGroupIdentifier?.replace(/^[^:]*:/, "") ?? "",
  }));
  return { kind: "update", events, sampled: sessionMetadata?.sampled === true };
}
