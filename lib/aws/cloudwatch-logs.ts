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
import type { LogEventFacts, LogGroupFacts, LogStreamFacts } from "./log-facts.ts";
import { type LogsCall, type LogsInsights, logsInsights } from "./logs-insights.ts";
import { type LogsOutcome, readLogsError } from "./logs-outcome.ts";
import type { RoleSession } from "./role-session.ts";

/** One page. A page can be empty although more follow: only a missing token means the end. */
export interface LogsPage<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

export interface EventsPage extends LogsPage<LogEventFacts> {
  /** Only for GetLogEvents: the token for older events. At either end AWS returns the token that was sent. */
  readonly previousToken: string | null;
}

interface Call {
  readonly nextToken?: string | undefined;
  readonly limit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DescribeLogGroups extends Call {
  /** A case-sensitive substring. It can't be combined with `prefix`. */
  readonly pattern?: string | undefined;
  readonly prefix?: string | undefined;
  /** At most 50 names: exactly these log groups. It can't be combined with the others. */
  readonly names?: readonly string[] | undefined;
}

export interface FilterLogEvents extends Call {
  readonly logGroup: string;
  readonly streams?: readonly string[] | undefined;
  readonly streamPrefix?: string | undefined;
  readonly pattern?: string | undefined;
  /** Milliseconds since 1970, both inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** False: newest first, which AWS allows for events from 2024 on. The default is oldest first. A page token keeps its direction. */
  readonly startFromHead?: boolean | undefined;
}

export interface GetLogEvents extends Call {
  readonly logGroup: string;
  readonly stream: string;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Exclusive, unlike in FilterLogEvents. */
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

/** The page limits of AWS. A page of events also has at most 1 MB. */
const MOST_GROUPS = 50;
const MOST_EVENTS = 10_000;
const ATTEMPTS = 2;

/**
 * CloudWatch Logs for one role session. Each method makes one call, returns one page as plain data, and returns errors as
 * outcomes. It doesn't follow page tokens and doesn't wait: callers do that.
 */
export function cloudWatchLogs(clients: AwsClients, session: RoleSession): CloudWatchLogs {
  const call: LogsCall = async (of, run) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return { kind: "ok", value: await run(clients.logs(session, of.region)) };
      } catch (thrown) {
        const outcome = readLogsError<never>(thrown, of.action, of.signal);
        // AWS may have closed an idle socket. These are reads, so the call is repeated once, without a pause.
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
          ...(query.names && { logGroupIdentifiers: [...query.names] }),
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
