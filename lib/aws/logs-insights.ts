import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsResponse,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogEventFacts } from "./log-facts.ts";
import type { LogsOutcome } from "./logs-outcome.ts";

export interface StartQuery {
  readonly logGroup: string;
  /** In the Logs Insights query language. */
  readonly query: string;
  /** Milliseconds since 1970, both inclusive. AWS accepts whole seconds, so the range is widened to those. */
  readonly from: number;
  readonly to: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OfQuery {
  readonly queryId: string;
  readonly signal?: AbortSignal | undefined;
}

export interface QueryState {
  /** `ended`: the query failed, timed out or was stopped. */
  readonly state: "running" | "complete" | "ended";
  /** The rows that have a timestamp. A running query can have some of its rows already. */
  readonly events: readonly LogEventFacts[];
  /** AWS bills the account for these bytes. */
  readonly scannedBytes: number;
}

/** CloudWatch Logs Insights: start a query, poll its state, and stop it when it is no longer needed. */
export interface LogsInsights {
  startQuery(region: string, query: StartQuery): Promise<LogsOutcome<string>>;
  queryState(region: string, query: OfQuery): Promise<LogsOutcome<QueryState>>;
  stopQuery(region: string, query: OfQuery): Promise<LogsOutcome<null>>;
}

/** Makes one call of CloudWatch Logs and returns errors as outcomes. `attempts` limits the calls while AWS is unreachable. */
export type LogsCall = <T>(
  call: { readonly region: string; readonly action: string; readonly signal: AbortSignal | undefined; readonly attempts?: number },
  run: (client: CloudWatchLogsClient) => Promise<T>,
) => Promise<LogsOutcome<T>>;

const sending = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

export function logsInsights(call: LogsCall): LogsInsights {
  return {
    // Not repeated: if only the answer was lost, the query runs already, and AWS bills each one.
    startQuery: (region, { logGroup, query, from, to, signal }) =>
      call({ region, action: "logs:StartQuery", signal, attempts: 1 }, async (client) => {
        const command = new StartQueryCommand({
          logGroupName: logGroup,
          queryString: query,
          startTime: Math.floor(from / 1000),
          endTime: Math.ceil(to / 1000),
        });
        const { queryId } = await client.send(command, sending(signal));
        if (queryId === undefined) throw new Error("AWS started a query without an ID");
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

/** Parses `2026-11-24 08:15:00.000`, which is UTC. Source: CloudWatch Logs user guide, Logs Insights, `@timestamp`. */
function timeOf(text: string | undefined): number | null {
  const time = text === undefined ? Number.NaN : Date.parse(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? null : time;
}
