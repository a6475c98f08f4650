import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { queryThresholdOf, type ScanRatios, scanRatiosOf, setQueryThreshold } from "#db/queries/log-queries.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { type Failure, fail, NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import type { LogGroupFacts } from "#lib/aws/log-facts.ts";
import type { LogReader } from "#lib/logs/log-reader.ts";
import { describeGroups, refuseGroups } from "./describe-groups.ts";
import type { ThresholdInput } from "./shared/query-inputs.ts";
import { pricePerGb } from "./shared/query-prices.ts";
import type { CheaperRange, EstimateWithThreshold, QueryEstimate } from "./shared/query-view.ts";

/** What a query would read. */
export interface QueryExtent {
  readonly connectionId: ConnectionId;
  readonly region: string;
  readonly logGroups: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/**
 * Before any query has run: AWS stores compressed and bills the storage as 0.15 of the uncompressed size, which is what a query
 * scans. Source: Amazon CloudWatch pricing, "Logs", "Store (Archival)". Text that compresses badly scans no more than it stores.
 */
const UNCALIBRATED = { low: 1, likely: 1 / 0.15, high: 10 } as const;
/** One or two queries say little about the next one, which has another range. */
const FEW_QUERIES = 3;
const MARGIN_OF_FEW = 2;

/**
 * Estimates what a query of these log groups will scan. It asks AWS for their sizes in one free call, and changes nothing.
 * Returns a failure for log groups outside the scope and for the log access Browse.
 */
export async function estimateQuery(
  actor: CustomerActor,
  reader: LogReader,
  extent: QueryExtent,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Result<EstimateWithThreshold>> {
  const refused = refuseGroups(reader, extent.logGroups);
  if (refused !== undefined) return refused;
  const asking = describeGroups(reader, extent.region, extent.logGroups, { clock, signal, beat: async () => undefined });
  let groups: readonly LogGroupFacts[] | Failure;
  try {
    let step = await asking.next();
    while (step.done !== true) step = await asking.next();
    groups = step.value;
  } catch (error) {
    // While AWS or the quota throttles the call, it waits until the signal ends the wait.
    if (!signal.aborted) throw error;
    return fail(
      "unavailable",
      "AWS did not report in time how much data these log groups store. You can run the query without an estimate.",
    );
  }
  return "ok" in groups ? groups : ok(await estimateOf(actor, groups, extent, clock));
}

/** The estimate for log groups that are already described. */
export async function estimateOf(
  actor: CustomerActor,
  groups: readonly LogGroupFacts[],
  extent: QueryExtent,
  clock: Clock,
): Promise<EstimateWithThreshold> {
  const { customerId } = actor;
  const { connectionId } = extent;
  const [thresholdBytes, ratios] = await inTransaction(
    actor,
    async (tx) => [await queryThresholdOf(tx, customerId, connectionId), await scanRatiosOf(tx, { ...extent, customerId })] as const,
    { readOnly: true },
  );
  // What is in the future costs nothing, so it is no part of a shorter range.
  const to = Math.min(extent.to, clock.now().getTime());
  const over = (from: number): QueryEstimate | null => {
    const expected = expectedBytesOf(groups, { from, to }, clock);
    return expected === null ? null : estimateFrom(expected, ratios, extent.region);
  };
  return { estimate: over(extent.from), thresholdBytes, cheaper: cheaperRange(over, { from: extent.from, to }, thresholdBytes) };
}

/** The shorter ranges that are offered, in minutes, longest first: those that the page's time range offers too. */
const SHORTER_MINUTES = [10_080, 4320, 1440, 720, 180, 60, 15] as const;
const MINUTE_MS = 60_000;

/** The longest end of a range that is probably within the threshold. @param over the estimate from a time to the end of the range */
export function cheaperRange(
  over: (from: number) => QueryEstimate | null,
  { from, to }: Pick<QueryExtent, "from" | "to">,
  thresholdBytes: number | null,
): CheaperRange | null {
  const within = (estimate: QueryEstimate | null) =>
    estimate !== null && estimate.likelyBytes <= (thresholdBytes ?? Number.POSITIVE_INFINITY);
  if (thresholdBytes === null || within(over(from))) return null;
  for (const minutes of SHORTER_MINUTES) {
    if (minutes * MINUTE_MS >= to - from) continue;
    const estimate = over(to - minutes * MINUTE_MS);
    if (estimate !== null && within(estimate)) return { minutes, to, estimate };
  }
  return null;
}

/** @param expected the stored bytes in the range */
export function estimateFrom(expected: number, ratios: ScanRatios | undefined, region: string): QueryEstimate {
  const { low, likely, high } = factorsOf(ratios);
  const [lowBytes = 0, likelyBytes = 0, highBytes = 0] = [low, likely, high].map((factor) => Math.round(expected * factor));
  return { lowBytes, likelyBytes, highBytes, basedOn: ratios?.queries ?? 0, pricePerGb: pricePerGb(region) };
}

/** What the log groups' own queries scanned for each byte that was expected: the mean of all, with the spread of single ones. */
function factorsOf(ratios: ScanRatios | undefined): { readonly low: number; readonly likely: number; readonly high: number } {
  if (ratios === undefined) return UNCALIBRATED;
  const margin = ratios.queries < FEW_QUERIES ? MARGIN_OF_FEW : 1;
  return { low: ratios.lowest / margin, likely: ratios.scanned / ratios.expected, high: ratios.highest * margin };
}

/**
 * The stored bytes of the log groups that are in the range, as if each had written evenly since its creation or within its
 * retention: AWS says no more without a billed query. Null if it doesn't say a size.
 */
export function expectedBytesOf(
  groups: readonly LogGroupFacts[],
  { from, to }: Pick<QueryExtent, "from" | "to">,
  clock: Clock,
): number | null {
  const now = clock.now().getTime();
  let sum = 0;
  for (const { storedBytes, createdAt, retentionDays } of groups) {
    if (storedBytes === null) return null;
    const oldest = Math.max(createdAt ?? 0, retentionDays === null ? 0 : now - retentionDays * DAY_MS);
    const held = Math.max(1, now - oldest);
    const inRange = Math.max(0, Math.min(to, now) - Math.max(from, oldest));
    sum += storedBytes * Math.min(1, inRange / held);
  }
  return Math.round(sum);
}

/** A number of nine digits at most, which is what the audit log accepts. */
const megabytesOf = (bytes: number | null) => (bytes === null ? "none" : String(Math.min(999_999_999, Math.round(bytes / 1_000_000))));

/**
 * Sets the likely bytes above which a query of a connection must be confirmed, or removes the threshold with null. Only an owner
 * may; the database checks it too.
 */
export async function saveThreshold(
  actor: CustomerActor,
  { connectionId, bytes }: ThresholdInput,
): Promise<Result<{ readonly thresholdBytes: number | null }>> {
  const { customerId, userId } = actor;
  try {
    await inTransaction(actor, async (tx) => {
      await setQueryThreshold(tx, { customerId, userId, connectionId, bytes });
      await recordAudit(tx, actor, customerId, "query.threshold_set", { connection: connectionId, megabytes: megabytesOf(bytes) });
    });
  } catch (error) {
    if (refusalOf(error)?.kind === "not-found") return NOT_FOUND;
    throw error;
  }
  return ok({ thresholdBytes: bytes });
}
