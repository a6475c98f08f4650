import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type LogGroup,
  type LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { AwsClients } from "./aws-clients.ts";
import { type LogsCall, type LogsInsights, logsInsights } from "./logs-insights.ts";
import { type LogsOutcome, readLogsError } from "./logs-outcome.ts";
import type { RoleSession } from "./role-session.ts";

/** A log group, as plain data. A search by substring makes AWS leave out size, class and retention: those are null then. */
export interface LogGroupFacts {
  readonly name: string;
  readonly arn: string | null;
  readonly storedBytes: number | null;
  readonly retentionDays: number | null;
  readonly logClass: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number | null;
}

interface LogStreamFacts {
  readonly name: string;
  readonly firstEventAt: number | null;
  /** Lags by up to an hour and more: it never proves that a stream is empty. */
  readonly lastEventAt: number | null;
}

/** One event. `id` is null from GetLogEvents, which has none. Times are milliseconds since 1970, UTC. */
export interface LogEventFacts {
  readonly id: string | null;
  readonly at: number;
  readonly ingestedAt: number;
  readonly stream: string;
  readonly message: string;
}

/** One page. An empty page with a token is normal: only a missing token is the end. */
export interface LogsPage<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

export interface EventsPage extends LogsPage<LogEventFacts> {
  /** GetLogEvents only: the token towards older events. At an end AWS repeats the token it was given. */
  readonly previousToken: string | null;
}

interface Call {
  readonly nextToken?: string | undefined;
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DescribeLogGroups extends Call {
  /** Case-sensitive substring; excludes `prefix`. */
  readonly pattern?: string | undefined;
  readonly prefix?: string | undefined;
}

export interface FilterLogEvents extends Call {
  readonly logGroup: string;
  readonly streams?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
  readonly pattern?: string | undefined;
  /** Milliseconds since 1970, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** False = newest first, which AWS allows from 2024 on; a token's own direction wins. Left out = oldest first. */
  readonly startFromHead?: boolean | undefined;
}

export interface GetLogEvents extends Call {
  readonly logGroup: string;
  readonly stream: string;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Exclusive, unlike FilterLogEvents'. */
  readonly to?: number | undefined;
  readonly startFromHead?: boolean | undefined;
}

export interface DescribeLogStreams extends Call {
  readonly logGroup: string;
  readonly prefix?: string | undefined;
  readonly newestFirst?: boolean | undefined;
}

export interface CloudWatchLogs extends LogsInsights {
  describeLogGroups(region: string, query: DescribeLogGroups): Promise<LogsOutcome<LogsPage<LogGroupFacts>>>;
  describeLogStreams(region: string, query: DescribeLogStreams): Promise<LogsOutcome<LogsPage<LogStreamFacts>>>;
  filterLogEvents(region: string, query: FilterLogEvents): Promise<LogsOutcome<LogsPage<LogEventFacts>>>;
  getLogEvents(region: string, query: GetLogEvents): Promise<LogsOutcome<EventsPage>>;
}

/** AWS's own page limits; a page of events is at most 1 MB besides. */
const MOST_GROUPS = 50;
const MOST_EVENTS = 10_000;
const ATTEMPTS = 2;

/**
 * CloudWatch Logs of one role session: one call a method, one page a call, plain data out, every failure named. Nothing
 * here follows tokens or waits; that is for those who know why they read.
 */
export function cloudWatchLogs(clients: AwsClients, session: RoleSession): CloudWatchLogs {
  const call: LogsCall = async (of, run) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return { kind: "ok", value: await run(clients.logs(session, of.region)) };
      } catch (thrown) {
        const outcome = readLogsError<never>(thrown, of.action, of.signal);
        // A socket that AWS closed while it was idle looks like this, and these are reads: asked once more, at once.
        if (outcome.kind !== "unreachable" || attempt >= (of.attempts ?? ATTEMPTS)) return outcome;
      }
    }
  };
  return {
    ...logsInsights(call),
    describeLogGroups: (region, query) =>
      call({ region, action: "logs:DescribeLogGroups", signal: query.signal }, async (client) => {
        const command = new DescribeLogGroupsCommand({
          logGroupNamePattern: query.pattern,
          logGroupNamePrefix: query.prefix,
          ...pageOf(query, MOST_GROUPS),
        });
        const reply = await client.send(command, sending(query));
        return { items: (reply.logGroups ?? []).map(groupOf), nextToken: reply.nextToken ?? null };
      }),
    describeLogStreams: (region, query) =>
      call({ region, action: "logs:DescribeLogStreams", signal: query.signal }, async (client) => {
        const order = query.newestFirst ? ({ orderBy: "LastEventTime", descending: true } as const) : { logStreamNamePrefix: query.prefix };
        const command = new DescribeLogStreamsCommand({ logGroupName: query.logGroup, ...order, ...pageOf(query, MOST_GROUPS) });
        const reply = await client.send(command, sending(query));
        return { items: (reply.logStreams ?? []).map(streamOf), nextToken: reply.nextToken ?? null };
      }),
    filterLogEvents: (region, query) =>
      call({ region, action: "logs:FilterLogEvents", signal: query.signal }, async (client) => {
        const command = new FilterLogEventsCommand({
          logGroupName: query.logGroup,
          ...(query.streams && { logStreamNames: [...query.streams] }),
          logStreamNamePrefix: query.streamPrefix,
          filterPattern: query.pattern,
          startTime: query.from,
          endTime: query.to,
          startFromHead: query.startFromHead,
          ...pageOf(query, MOST_EVENTS),
        });
        const reply = await client.send(command, sending(query));
        return { items: (reply.events ?? []).map((event) => eventOf(event, event.logStreamName)), nextToken: reply.nextToken ?? null };
      }),
    getLogEvents: (region, query) =>
      call({ region, action: "logs:GetLogEvents", signal: query.signal }, async (client) => {
        const command = new GetLogEventsCommand({
          logGroupName: query.logGroup,
          logStreamName: query.stream,
          startTime: query.from,
          endTime: query.to,
          startFromHead: query.startFromHead,
          ...pageOf(query, MOST_EVENTS),
        });
        const reply = await client.send(command, sending(query));
        const items = (reply.events ?? []).map((event) => eventOf(event, query.stream));
        return { items, nextToken: reply.nextForwardToken ?? null, previousToken: reply.nextBackwardToken ?? null };
      }),
  };
}

function sending(query: Call): { abortSignal?: AbortSignal } {
  return query.signal ? { abortSignal: query.signal } : {};
}

function pageOf(query: Call, most: number): { nextToken?: string; limit?: number } {
  return {
    ...(query.nextToken !== undefined && { nextToken: query.nextToken }),
    ...(query.limit !== undefined && { limit: Math.min(Math.max(1, query.limit), most) }),
  };
}

function groupOf(group: LogGroup): LogGroupFacts {
  return {
    name: group.logGroupName ?? "",
    arn: group.arn ?? null,
    storedBytes: group.storedBytes ?? null,
    retentionDays: group.retentionInDays ?? null,
    logClass: group.logGroupClass ?? null,
    createdAt: group.creationTime ?? null,
  };
}

function streamOf(stream: LogStream): LogStreamFacts {
  return {
    name: stream.logStreamName ?? "",
    firstEventAt: stream.firstEventTimestamp ?? null,
    lastEventAt: stream.lastEventTimestamp ?? null,
  };
}

function eventOf(event: FilteredLogEvent, stream: string | undefined): LogEventFacts {
  const at = event.timestamp ?? 0;
  return { id: event.eventId ?? null, at, ingestedAt: event.ingestionTime ?? at, stream: stream ?? "", message: event.message ?? "" };
}
