import {
  type CloudWatchLogsClient,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  type GetQueryResultsResponse,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogEventFacts } from "./log-facts.ts";
import type { LogsOutcome } from "./logs-outcome.ts";

export interface StartQuery {
  /** 1 to 50 names. */
  readonly logGroups: readonly string[];
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

/** The states of a query. Source: CloudWatch Logs API reference, GetQueryResults, `status`. */
export type QueryStatus = "scheduled" | "running" | "complete" | "failed" | "canceled" | "timeout" | "unknown";

export interface QueryResults {
  readonly status: QueryStatus;
  /** The fields of each row, in the order of AWS. A running query can have some of its rows already. */
  readonly rows: readonly (readonly (readonly [field: string, value: string])[])[];
  readonly scannedBytes: number;
  readonly scannedRecords: number;
  readonly matchedRecords: number;
  /** Bytes that AWS did not have to scan because of a field index. */
  readonly skippedBytes: number;
  /** The rows of all pages; null if AWS doesn't say. */
  readonly allRows: number | null;
  /** For the next page of rows, within an hour; null on the last one. */
  readonly nextToken: string | null;
}

/** CloudWatch Logs Insights: start a query, poll its state, and stop it when it is no longer needed. */
export interface LogsInsights {
  /** `malformed` has AWS's words and position; `too-many` means that the account runs as many queries as AWS allows. */
  startQuery(region: string, query: StartQuery): Promise<LogsOutcome<string>>;
  queryState(region: string, query: OfQuery): Promise<LogsOutcome<QueryState>>;
  /** One page of at most 10,000 rows, with all fields as AWS returns them. */
  queryResults(region: string, query: OfQuery & { readonly nextToken?: string | undefined }): Promise<LogsOutcome<QueryResults>>;
  /** All fields of one event. `pointer` is the `@ptr` of a row of a result. */
  logRecord(
    region: string,
    query: { readonly pointer: string; readonly signal?: AbortSignal | undefined },
  ): Promise<LogsOutcome<Readonly<Record<string, string>>>>;
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
    startQuery: (region, { logGroups, query, from, to, signal }) =>
      call({ region, action: "logs:StartQuery", signal, attempts: 1 }, async (client) => {
        const command = new StartQueryCommand({
          logGroupNames: [...logGroups],
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
    // Not repeated here: the caller that follows a query asks again anyway, and writes a heartbeat in between.
    queryResults: (region, { queryId, nextToken, signal }) =>
      call({ region, action: "logs:GetQueryResults", signal, attempts: 1 }, async (client) => {
        const command = new GetQueryResultsCommand({ queryId, ...(nextToken !== undefined && { nextToken }) });
        return resultsOf(await client.send(command, sending(signal)));
      }),
    logRecord: (region, { pointer, signal }) =>
      call({ region, action: "logs:GetLogRecord", signal }, async (client) => {
        const { logRecord } = await client.send(new GetLogRecordCommand({ logRecordPointer: pointer }), sending(signal));
        return logRecord ?? {};
      }),
    stopQuery: (region, { queryId, signal }) =>
      call({ region, action: "logs:StopQuery", signal }, async (client) => {
        await client.send(new StopQueryCommand({ queryId }), sending(signal));
        return null;
      }),
  };
}

const STATUSES: Readonly<Record<string, QueryStatus>> = {
  Scheduled: "scheduled",
  Running: "running",
  Complete: "complete",
  Failed: "failed",
  Cancelled: "canceled",
  Timeout: "timeout",
};

function resultsOf({ status, results, statistics, nextToken }: GetQueryResultsResponse): QueryResults {
  return {
    status: STATUSES[status ?? ""] ?? "unknown",
    rows: (results ?? []).map((row) => row.map(({ field, value }) => [field ?? "", value ?? ""] as const)),
    scannedBytes: statistics?.bytesScanned ?? 0,
    scannedRecords: statistics?.recordsScanned ?? 0,
    matchedRecords: statistics?.recordsMatched ?? 0,
    skippedBytes: statistics?.estimatedBytesSkipped ?? 0,
    allRows: statistics?.resultCount ?? null,
    nextToken: nextToken ?? null,
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
