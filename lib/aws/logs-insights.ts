import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsResponse,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogEventFacts } from "./cloudwatch-logs.ts";
import type { LogsOutcome } from "./logs-outcome.ts";

export interface StartQuery {
  readonly logGroup: string;
  /** In the language of Logs Insights. */
  readonly query: string;
  /** Milliseconds since 1970, both inclusive. AWS takes whole seconds: what is asked is never narrower than this. */
  readonly from: number;
  readonly to: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OfQuery {
  readonly queryId: string;
  readonly signal?: AbortSignal | undefined;
}

export interface QueryState {
  /** `ended`: AWS gave up on it, or somebody stopped it. */
  readonly state: "running" | "complete" | "ended";
  /** Rows with a time; a query that runs still may have some of its rows. */
  readonly events: readonly LogEventFacts[];
  /** What AWS bills to the account's owner. */
  readonly scannedBytes: number;
}

/** Logs Insights: a query is started, asked for until it is complete, and stopped when nobody waits for it. */
export interface LogsInsights {
  startQuery(region: string, query: StartQuery): Promise<LogsOutcome<string>>;
  queryState(region: string, query: OfQuery): Promise<LogsOutcome<QueryState>>;
  stopQuery(region: string, query: OfQuery): Promise<LogsOutcome<null>>;
}

/** One call of CloudWatch Logs with every failure named; `attempts`: how often an unreachable AWS is asked. */
export type LogsCall = <T>(
  call: { readonly region: string; readonly action: string; readonly signal: AbortSignal | undefined; readonly attempts?: number },
  run: (client: CloudWatchLogsClient) => Promise<T>,
) => Promise<LogsOutcome<T>>;

const sending = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

export function logsInsights(call: LogsCall): LogsInsights {
  return {
    // A start is asked once: an answer that was lost may stand for a query that runs, and each is billed.
    startQuery: (region, { logGroup, query, from, to, signal }) =>
      call({ region, action: "logs:StartQuery", signal, attempts: 1 }, async (client) => {
        const command = new StartQueryCommand({
          logGroupName: logGroup,
          queryString: query,
          startTime: Math.floor(from / 1000),
          endTime: Math.ceil(to / 1000),
        });
        const { queryId } = await client.send(command, sending(signal));
        if (queryId === undefined) throw new Error("AWS started a query and gave it no id");
        return queryId;
      }),
    queryState: (region, { queryId, signal }) =>
      call({ region, action: "logs:GetQueryResults", signal }, async (client) =>
        stateOf(await client.send(new GetQueryResultsCommand({ queryId }), sending(signal))),
      ),
    stopQuery: (region, { queryId, signal }) =>
      call({ region, action: "logs:StopQuery", signal }, async (client) => {
        await client.send(new StopQueryCommand({ queryId }), sending(signal));
        return null;
      }),
  };
}

function stateOf({ status, results, statistics }: GetQueryResultsResponse): QueryState {
  const state = status === "Complete" ? "complete" : status === "Scheduled" || status === "Running" ? "running" : "ended";
  return { state, events: (results ?? []).flatMap(eventOf), scannedBytes: statistics?.bytesScanned ?? 0 };
}

function eventOf(row: readonly ResultField[]): LogEventFacts[] {
  const fields = new Map(row.map(({ field, value }) => [field, value]));
  const at = timeOf(fields.get("@timestamp"));
  if (at === null) return [];
  const ingestedAt = timeOf(fields.get("@ingestionTime")) ?? at;
  return [
    { id: fields.get("@ptr") ?? null, at, ingestedAt, stream: fields.get("@logStream") ?? "", message: fields.get("@message") ?? "" },
  ];
}

/** `2026-11-24 08:15:00.000` is UTC. Source: Logs Insights, `@timestamp`. */
function timeOf(text: string | undefined): number | null {
  const time = text === undefined ? Number.NaN : Date.parse(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? null : time;
}
