import { type LiveTailSessionUpdate, StartLiveTailCommand, type StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import type { AwsClients } from "./aws-clients.ts";
import type { LogEventFacts } from "./log-facts.ts";
import { type LogsOutcome, readLogsError } from "./logs-outcome.ts";
import type { RoleSession } from "./role-session.ts";

export interface LiveTailQuery {
  /** At most 10 log groups of one account and region. */
  readonly logGroups: readonly string[];
  readonly pattern: string;
  /** AWS accepts these only with one log group. */
  readonly streams?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** The events of one second. */
interface LiveTailUpdate {
  readonly kind: "update";
  /** Their `id` is null: Live Tail has none. */
  readonly events: readonly (LogEventFacts & { readonly logGroup: string })[];
  /** Whether there were more than 500 events in this second; AWS sends only a sample then. */
  readonly sampled: boolean;
}

export type LiveTailPart =
  | LiveTailUpdate
  /** The last part: AWS ended the stream, which lasts three hours at most. `said` is the message of AWS, or empty. */
  | { readonly kind: "broken-off"; readonly said: string };

/**
 * Calls StartLiveTail. AWS bills the account by the minute until `signal` aborts. An error of the call is an outcome; an error
 * of the open stream is its last part.
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
  // Not a for-await loop: an error of AWS or an abort must be caught, but an error of the reader at `yield` must not.
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

/** Only exceptions of AWS have a name and a message for people; those of the network are not shown. */
function brokenOff(thrown: unknown): LiveTailPart & { kind: "broken-off" } {
  const isFromAws = thrown instanceof Error && thrown.name.endsWith("Exception");
  return { kind: "broken-off", said: isFromAws ? [thrown.name, thrown.message].filter((word) => word !== "").join(": ") : "" };
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
