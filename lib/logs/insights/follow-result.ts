import { type Failure, fail } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { QueryResults } from "#lib/aws/logs-insights.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { ACCESS_STOPPED, explainNotRead } from "./explain-not-read.ts";
import { allRowsOf, rowParts, statisticsOf } from "./result-rows.ts";
import { ENDED, LONGEST_MS } from "./run-query.ts";
import type { ResultPart } from "./shared/query-view.ts";
import { patiently } from "./wait-patiently.ts";

/** A query that was started earlier, and where to read it. */
export interface ResultSource {
  readonly region: string;
  readonly awsQueryId: string;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly endedAt: Date | null;
}

export interface Following {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Between two questions about a query that still runs. Another page runs it, so this one need not be fast. */
const ASK_AGAIN_MS = 1000;
/** Consecutive calls without an answer of AWS, after which the page says so. The query itself is not affected. */
const MOST_UNANSWERED = 4;
const TOO_LONG = "The portal stopped showing this query after 30 minutes. Open the link again to see how it ends.";

/** Sends the first page of a result. A query that still runs is followed to its end, with its partial rows; leaving doesn't stop it. */
export async function* followResult(reader: LogReader, source: ResultSource, following: Following): AsyncGenerator<ResultPart, void> {
  const { clock, signal } = following;
  const began = clock.now().getTime();
  const elapsedOf = () => Math.max(0, (source.endedAt ?? clock.now()).getTime() - source.startedAt.getTime());
  let unanswered = 0;
  while (clock.now().getTime() - began < LONGEST_MS) {
    const outcome = yield* asked(reader, source, undefined, following);
    if (outcome.kind === "unreachable" && ++unanswered < MOST_UNANSWERED) {
      await clock.wait(ASK_AGAIN_MS, signal);
      continue;
    }
    if (outcome.kind !== "ok") return yield failed(explainNotRead(reader, outcome));
    unanswered = 0;
    if (!(await reader.stillReadable())) return yield failed(ACCESS_STOPPED);
    const results = outcome.value;
    const statistics = statisticsOf(results);
    if (results.status === "complete") {
      yield* rowParts(results, 0, false);
      return yield { kind: "complete", elapsedMs: elapsedOf(), statistics, rows: allRowsOf(results), cursor: results.nextToken };
    }
    if (results.status === "scheduled") yield { kind: "scheduled", elapsedMs: elapsedOf() };
    else {
      yield { kind: "progress", elapsedMs: elapsedOf(), statistics };
      yield* rowParts(results, 0, true);
    }
    const ending = ENDED[results.status];
    if (ending !== undefined) return yield { kind: "ended", why: ending.why, message: ending.message, statistics };
    await clock.wait(ASK_AGAIN_MS, signal);
  }
  yield failed(fail("limited", TOO_LONG));
}

/** Sends a further page of the result of a query that has ended. */
export async function* furtherPage(
  reader: LogReader,
  source: ResultSource,
  cursor: string,
  following: Following,
): AsyncGenerator<ResultPart, void> {
  const outcome = yield* asked(reader, source, cursor, following);
  if (outcome.kind !== "ok") return yield failed(explainNotRead(reader, outcome));
  if (!(await reader.stillReadable())) return yield failed(ACCESS_STOPPED);
  const results = outcome.value;
  yield* rowParts(results, 0, false);
  yield { kind: "complete", elapsedMs: 0, statistics: statisticsOf(results), rows: allRowsOf(results), cursor: results.nextToken };
}

const failed = ({ code, message }: Failure): ResultPart => ({ kind: "failed", code, message });

function asked(
  reader: LogReader,
  { region, awsQueryId }: ResultSource,
  nextToken: string | undefined,
  { clock, signal }: Following,
): AsyncGenerator<Extract<ResultPart, { kind: "waiting" }>, LogsOutcome<QueryResults>> {
  const ask = () => reader.logs.queryResults(region, { queryId: awsQueryId, nextToken, signal });
  return patiently(ask, { clock, signal, beat: async () => undefined });
}
