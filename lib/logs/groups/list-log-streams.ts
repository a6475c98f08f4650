import { type Clock, systemClock } from "#kernel/clock.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { A_PERSON_WAITS, waitOutLimits } from "#lib/logs/quota/wait-out-throttling.ts";
import type { LogStreamsPage, LogStreamsQuery } from "#lib/logs/shared/log-view.ts";

/**
 * Lists one page, at most 50, of a log group's streams: those with the newest events first, or by name those that begin with `prefix`;
 * AWS does not order by time together with a prefix (DescribeLogStreams, `orderBy`). A group outside the connection's scope
 * is not found. Names are returned only if the connection may still be read when AWS has answered.
 */
export async function listLogStreams(
  reader: LogReader,
  { logGroup, prefix, nextToken }: LogStreamsQuery,
  region: string,
  clock: Clock = systemClock,
): Promise<Result<LogStreamsPage>> {
  const order = prefix === "" ? { newestFirst: true } : { prefix };
  const outcome = await waitOutLimits(
    () => reader.logs.describeLogStreams(region, { logGroup, ...order, nextToken: nextToken ?? undefined }),
    { clock, mostWaits: A_PERSON_WAITS },
  );
  if (outcome.kind === "our-fault") reader.dropSession();
  if (outcome.kind !== "ok") return explainLogsOutcome(outcome);
  if (!(await reader.stillReadable()))
    return fail("not-found", "Log access through this connection has stopped. Open the connection to see why.");
  const streams = outcome.value.items.map(({ name, lastEventAt }) => ({ name, lastEventAt }));
  return ok({ streams, nextToken: outcome.value.nextToken });
}
