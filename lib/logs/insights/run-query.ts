import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { QueryResults } from "#lib/aws/logs-insights.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { TOO_MANY_MS } from "#lib/logs/quota/read-quota.ts";
import { describeGroups, refuseClasses, refuseGroups } from "./describe-groups.ts";
import { estimateOf, expectedBytesOf } from "./estimate-query.ts";
import { type QueryRecord, queryRecord, storeQuery } from "./query-record.ts";
import { refuseQueryText } from "./refuse-text.ts";
import { allRowsOf, NO_STATISTICS, rowParts, statisticsOf } from "./result-rows.ts";
import { isInfrequent } from "./shared/log-class-limits.ts";
import type { RunQueryInput } from "./shared/query-inputs.ts";
import { asksFirst } from "./shared/query-limits.ts";
import type { QueryPart } from "./shared/query-view.ts";
import { type Patience, patiently, waitFor } from "./wait-patiently.ts";

export interface QueryRun {
  readonly connectionId: ConnectionId;
  readonly input: RunQueryInput;
  readonly clock: Clock;
  /** Aborted when the reader leaves. */
  readonly signal: AbortSignal;
}

/** Milliseconds. AWS itself would continue, and bill, for an hour; streams end after 35 minutes. */
export const LONGEST_MS = 30 * 60_000;
const MOST_WAITS = 30;
/** Consecutive calls without an answer of AWS, after which the query is given up. It is stopped then. */
const MOST_UNANSWERED = 4;

/**
 * Runs a query of CloudWatch Logs Insights, which AWS bills to the account owner. It is refused without a call when its text or
 * its log groups leave the scope, or the log access is Browse. Its row and its audit row are stored before AWS is called. Leaving
 * the generator, for whatever reason, stops the query at AWS; if the process dies, the worker does it.
 */
export function runQuery(actor: CustomerActor, reader: LogReader, run: QueryRun): Result<AsyncGenerator<QueryPart, void>> {
  const refused = refuseQueryText(run.input.text) ?? refuseGroups(reader, run.input.logGroups);
  return refused ?? ok(prepared(actor, reader, run));
}

const failed = ({ code, message, fields }: Failure): QueryPart => ({ kind: "failed", code, message, ...(fields && { fields }) });

async function* prepared(actor: CustomerActor, reader: LogReader, run: QueryRun): AsyncGenerator<QueryPart, void> {
  const { connectionId, input, clock, signal } = run;
  const patience = { clock, signal, beat: async () => undefined };
  const groups = yield* describeGroups(reader, input.region, input.logGroups, patience);
  if ("ok" in groups) return yield failed(groups);
  const wrongClass = refuseClasses(groups, input.text);
  if (wrongClass !== undefined) return yield failed(wrongClass);
  const asked = { ...input, connectionId };
  const estimated = await estimateOf(actor, groups, asked, clock);
  if (!input.confirmed && asksFirst(estimated)) return yield { kind: "confirm", ...estimated };
  const toStore = { connectionId, input, infrequent: isInfrequent(groups), expectedBytes: expectedBytesOf(groups, asked, clock) };
  for (let waits = 0; ; waits++) {
    const stored = await storeQuery(actor, toStore);
    if (stored === "too-many" && waits < MOST_WAITS) yield* waitFor("concurrency", TOO_MANY_MS, patience);
    else if (stored === "too-many") return yield failed(explainLogsOutcome({ kind: "too-many" }));
    else if ("ok" in stored) return yield failed(stored);
    else return yield* started(reader, run, stored.id, queryRecord(actor, stored.id, clock));
  }
}

/** How far a query has come, for the end of the generator, which can come at any part. */
interface Progress {
  statistics: typeof NO_STATISTICS;
  /** The ID that AWS gave the query; null before. */
  awsQueryId: string | null;
  /** Whether the end is stored. */
  ended: boolean;
}

async function* started(reader: LogReader, run: QueryRun, queryId: string, record: QueryRecord): AsyncGenerator<QueryPart, void> {
  const progress: Progress = { statistics: NO_STATISTICS, awsQueryId: null, ended: false };
  const patience = { clock: run.clock, signal: run.signal, beat: async () => void (await record.beat(progress.statistics)) };
  try {
    yield { kind: "accepted", queryId };
    const { region, logGroups, text: query, from, to } = run.input;
    // Without the reader's signal: if they leave now, the ID must still be known so that the query can be stopped.
    const outcome = yield* patiently(() => reader.logs.startQuery(region, { logGroups, query, from, to }), patience);
    if (outcome.kind !== "ok") {
      // Without an answer AWS may have started the query. Nobody knows its ID, so AWS ends it within 60 minutes.
      await record.end(outcome.kind === "unreachable" ? "not-stopped" : "rejected");
      progress.ended = true;
      if (outcome.kind === "our-fault") reader.dropSession();
      return yield outcome.kind === "malformed"
        ? { kind: "syntax-error", message: outcome.message, at: outcome.at }
        : failed(explainNotStarted(outcome));
    }
    progress.awsQueryId = outcome.value;
    if (!(await record.runs(outcome.value))) return yield { kind: "ended", ...ENDED_ELSEWHERE, statistics: NO_STATISTICS };
    yield* followed(reader, run, { awsQueryId: outcome.value, record, progress, patience });
  } finally {
    if (!progress.ended) await stopped(reader, run.input.region, record, progress);
  }
}

function explainNotStarted(outcome: Exclude<LogsOutcome<string>, { kind: "ok" }>): Failure {
  if (outcome.kind !== "infrequent-access") return explainLogsOutcome(outcome);
  return fail(
    "invalid",
    "AWS doesn’t run this query on the class of these log groups. Choose log groups of the Standard class, or simplify the query.",
  );
}

interface Followed {
  readonly awsQueryId: string;
  readonly record: QueryRecord;
  readonly progress: Progress;
  readonly patience: Patience;
}

async function* followed(reader: LogReader, run: QueryRun, of: Followed): AsyncGenerator<QueryPart, void> {
  const { awsQueryId, record, progress, patience } = of;
  const { clock, signal, input } = run;
  const began = clock.now().getTime();
  const elapsed = () => clock.now().getTime() - began;
  let unanswered = 0;
  /** How often AWS was asked since the first rows. */
  let asksWithRows = 0;
  for (let asked = 0; elapsed() < LONGEST_MS; asked++) {
    await clock.wait(pauseBefore(asked, asksWithRows), signal);
    // A call can take 15 seconds, after which a heartbeat is due.
    if (!(await record.beat(progress.statistics))) return yield { kind: "ended", ...ENDED_ELSEWHERE, statistics: progress.statistics };
    const outcome = yield* patiently(() => reader.logs.queryResults(input.region, { queryId: awsQueryId, signal }), patience);
    if (outcome.kind === "unreachable" && ++unanswered < MOST_UNANSWERED) continue;
    if (outcome.kind !== "ok") return yield notFollowed(reader, outcome);
    unanswered = 0;
    const results = outcome.value;
    progress.statistics = statisticsOf(results);
    const { statistics } = progress;
    if (!(await reader.stillReadable())) return yield LOST_ACCESS;
    if (results.status === "complete") {
      await record.end("complete", { ...statistics, rows: results.rows.length });
      progress.ended = true;
      yield* rowParts(results, 0, false);
      return yield { kind: "complete", elapsedMs: elapsed(), statistics, rows: allRowsOf(results), cursor: results.nextToken };
    }
    const ending = ENDED[results.status];
    if (ending !== undefined) {
      await record.end(ending.state, statistics);
      progress.ended = true;
      return yield { kind: "ended", why: ending.why, message: ending.message, statistics };
    }
    if (results.status === "scheduled") yield { kind: "scheduled", elapsedMs: elapsed() };
    else {
      yield { kind: "progress", elapsedMs: elapsed(), statistics };
      yield* rowParts(results, 0, true);
      if (results.rows.length > 0) asksWithRows += 1;
    }
  }
  yield { kind: "ended", why: "time-limit", message: TOO_LONG, statistics: progress.statistics };
}

/** Calls before the first rows that come every quarter of a second: for about five seconds. */
const EAGER_CALLS = 20;
const EAGER_MS = 250;
const SLOWEST_MS = 1000;

/**
 * Milliseconds before the next question about a query. The first rows are shown within a quarter of a second; later rows only change
 * them, and the person's other queries need the quota of ten calls a second too.
 */
function pauseBefore(asked: number, asksWithRows: number): number {
  if (asksWithRows > 0) return Math.min(SLOWEST_MS, EAGER_MS * asksWithRows);
  if (asked < EAGER_CALLS) return Math.min(EAGER_MS, 100 + 50 * asked);
  return asked < 2 * EAGER_CALLS ? 2 * EAGER_MS : SLOWEST_MS;
}

const LOST_ACCESS: QueryPart = {
  kind: "failed",
  code: "not-found",
  message: "Log access through this connection has stopped, and the query with it. Open the connection to see why.",
};
const TOO_LONG = "The portal stopped this query after 30 minutes. Narrow the time range and run it again.";
const ENDED_ELSEWHERE = { why: "stopped", message: "This query was stopped because its page did not respond. Run it again." } as const;

type Unfinished = Exclude<QueryResults["status"], "complete" | "scheduled" | "running">;
type Ending = {
  readonly state: "failed" | "timeout" | "canceled";
  readonly why: "failed" | "timeout" | "stopped";
  readonly message: string;
};
const FAILED: Ending = {
  state: "failed",
  why: "failed",
  message: "AWS ended this query with an error. Run it again, or narrow the time range.",
};
const ENDINGS: Readonly<Record<Unfinished, Ending>> = {
  failed: FAILED,
  unknown: FAILED,
  timeout: {
    state: "timeout",
    why: "timeout",
    message: "AWS ended this query because it ran for 60 minutes. Narrow the time range, or choose fewer log groups.",
  },
  canceled: { state: "canceled", why: "stopped", message: "This query was stopped in the AWS account. Run it again." },
};
/** How a query ended that gave no whole result, by its status. */
export const ENDED: Readonly<Partial<Record<QueryResults["status"], Ending>>> = ENDINGS;

function notFollowed(reader: LogReader, outcome: Exclude<LogsOutcome<unknown>, { kind: "ok" }>): QueryPart {
  if (outcome.kind === "our-fault") reader.dropSession();
  if (outcome.kind !== "not-found") return failed(explainLogsOutcome(outcome));
  return { kind: "failed", code: "not-found", message: "AWS no longer has this query. Run it again." };
}

/** Stops a query that nobody reads any more and stores its end. After an error the worker takes over, when the heartbeat is missing. */
async function stopped(reader: LogReader, region: string, record: QueryRecord, progress: Progress): Promise<void> {
  const { awsQueryId } = progress;
  try {
    if (awsQueryId === null) return await record.end("rejected");
    const outcome = await reader.logs.stopQuery(region, { queryId: awsQueryId });
    if (outcome.kind === "not-found") return await record.end("failed", progress.statistics, awsQueryId);
    // `invalid`: the query has already ended.
    if (outcome.kind !== "ok" && outcome.kind !== "invalid") return;
    const last = await reader.logs.queryResults(region, { queryId: awsQueryId });
    const hasCompleted = outcome.kind === "invalid" && last.kind === "ok" && last.value.status === "complete";
    const statistics = last.kind === "ok" ? statisticsOf(last.value) : progress.statistics;
    await record.end(hasCompleted ? "complete" : "canceled", statistics, awsQueryId);
  } catch (error) {
    log("warn", "query not stopped", {}, error);
  }
}
