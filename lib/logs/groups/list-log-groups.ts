import { type Clock, systemClock } from "#kernel/clock.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { LogGroupFacts } from "#lib/aws/log-facts.ts";
import { explainLogsOutcome } from "#lib/logs/explain-logs-outcome.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { A_PERSON_WAITS, waitOutLimits } from "#lib/logs/quota/read-quota.ts";
import {
  LOG_CLASSES,
  type LogGroupsPage,
  type LogGroupsQuery,
  type LogGroupView,
  type LogStreamsPage,
  type LogStreamsQuery,
} from "#lib/logs/shared/log-view.ts";

/** The most pages of one call. A page has 50 log groups, and a substring search covers the whole account: pages without a group in scope are skipped. */
const MOST_PAGES = 10;

/**
 * Lists one page of the log groups in the connection's scope, in the (byte) order of AWS. `search` is a case-sensitive
 * substring, as in AWS; sizes and classes are missing in its results and null here. Names are returned only if the connection
 * may still be read when AWS has answered.
 */
export async function listLogGroups(
  reader: LogReader,
  query: LogGroupsQuery,
  region: string,
  clock: Clock = systemClock,
): Promise<Result<LogGroupsPage>> {
  let nextToken = query.nextToken ?? undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const outcome = await waitOutLimits(() => reader.logs.describeLogGroups(region, { ...narrowed(reader, query), nextToken }), {
      clock,
      mostWaits: A_PERSON_WAITS,
    });
    if (outcome.kind === "our-fault") reader.dropSession();
    if (outcome.kind !== "ok") return explainLogsOutcome(outcome);
    const groups = outcome.value.items.filter(({ name }) => name.startsWith(reader.logGroupPrefix)).map(viewOf);
    nextToken = outcome.value.nextToken ?? undefined;
    if (groups.length === 0 && nextToken !== undefined) continue;
    if (!(await reader.stillReadable()))
      return fail("not-found", "Log access through this connection has stopped. Open the connection to see why.");
    return ok({ groups, nextToken: nextToken ?? null });
  }
  return ok({ groups: [], nextToken: nextToken ?? null });
}

/** Searches by substring or by the prefix of the scope, which AWS rejects when it is empty. */
function narrowed({ logGroupPrefix }: LogReader, { search }: LogGroupsQuery): { pattern?: string; prefix?: string } {
  if (search !== "") return { pattern: search };
  return logGroupPrefix === "" ? {} : { prefix: logGroupPrefix };
}

function viewOf(group: LogGroupFacts): LogGroupView {
  const logClass = LOG_CLASSES.find((known) => known === group.logClass) ?? null;
  return { name: group.name, storedBytes: group.storedBytes, retentionDays: group.retentionDays, logClass };
}

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
