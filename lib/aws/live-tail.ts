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
export interface LiveTailUpdate {
  /** Without an id: Live Tail gives none. */
  readonly events: readonly (LogEventFacts & { readonly logGroup: string })[];
  /** AWS sends at most 500 events a second, and says when there were more. */
  readonly sampled: boolean;
}

/**
 * StartLiveTail, which AWS bills to the account by the minute until the signal ends it. What it refuses is an outcome; what
 * breaks off later (three hours are AWS's longest) ends the updates.
 */
export async function startLiveTail(
  clients: AwsClients,
  session: RoleSession,
  region: string,
  { logGroups, pattern, streams, signal }: LiveTailQuery,
): Promise<LogsOutcome<AsyncIterable<LiveTailUpdate>>> {
  const arn = (name: string) => `arn:${clients.settings.partition}:logs:${region}:${session.accountId}:log-group:${name}`;
  try {
    const command = new StartLiveTailCommand({
      logGroupIdentifiers: logGroups.map(arn),
      ...(pattern !== "" && { logEventFilterPattern: pattern }),
      ...(streams && { logStreamNames: [...streams] }),
    });
    const { responseStream } = await clients.logs(session, region).send(command, { abortSignal: signal });
    if (responseStream === undefined) throw new Error("AWS sent no stream");
    return { kind: "ok", value: updatesOf(responseStream) };
  } catch (thrown) {
    return readLogsError(thrown, "logs:StartLiveTail", signal);
  }
}

async function* updatesOf(parts: AsyncIterable<StartLiveTailResponseStream>): AsyncGenerator<LiveTailUpdate> {
  for await (const { sessionUpdate } of untilBrokenOff(parts)) if (sessionUpdate !== undefined) yield updateOf(sessionUpdate);
}

/** AWS or the signal breaks a stream off: to whoever follows, that is its end. What we make of its parts is not meant. */
async function* untilBrokenOff<Part>(parts: AsyncIterable<Part>): AsyncGenerator<Part> {
  try {
    yield* parts;
  } catch {
    return;
  }
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
  return { events, sampled: sessionMetadata?.sampled === true };
}
