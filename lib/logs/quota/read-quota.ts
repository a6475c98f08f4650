import { type LogCalls, pauseLogCalls, takeLogCalls } from "#db/queries/logs.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { CloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { type CountedOperation, defaultQuota } from "#lib/aws/logs-quotas.ts";
import type { LogQuotaView } from "#lib/logs/shared/log-view.ts";

/** The share of the AWS quota that the portal uses; the rest is for other programs that read in the customer's account. */
const SHARE = 0.5;
/** The longest wait for a call; a read that would wait longer fails immediately. */
export const PATIENCE_MS = 1500;
/** A reserved call expires after this time. Less than a second, because the call must reach AWS within the second for which it was counted. */
const TOKEN_LIVES_MS = 900;
/** One database query reserves the calls of this time. */
const LEASE_SECONDS = 0.25;
/** An older usage figure is outdated. */
const USE_IS_OLD_MS = 2000;
const MOST_LEASES = 10_000;

export type Admission = { readonly kind: "go" } | { readonly kind: "full"; readonly retryAfterMs: number };

/** The calls to CloudWatch Logs that the portal may make in one account and region. */
export interface ReadQuota {
  /** Reserves calls that will soon be needed, if this process has read here before; ignores errors. */
  ahead(operation: CountedOperation): void;
  /** Stops reserving calls ahead and drops the reserved ones, because the requester may not read. */
  forget(operation: CountedOperation): void;
  /** Waits until a call may be sent, at most 1.5 s; `full` = not within that time, and no quota was used. */
  admit(operation: CountedOperation, signal?: AbortSignal): Promise<Admission>;
  /** After throttling by AWS: no process gets a call for `ms` milliseconds; calls already reserved for other connections stay valid for a second. */
  pause(operation: CountedOperation, ms: number): Promise<void>;
  /** The usage of the quota, as far as this process knows. */
  use(operation: CountedOperation): LogQuotaView;
}

interface Lease {
  /** The times at which calls may be sent, by the clock of this process, earliest first. */
  moments: number[];
  asking: Promise<{ readonly given: number; readonly firstMs: number }> | undefined;
  waiting: number;
  used: number;
  usedAt: number;
}

/** Calls that this process has reserved in the database, for each connection, region and operation. */
export type Leases = Map<string, Lease>;

export interface ReadPlace {
  readonly connectionId: ConnectionId;
  readonly region: string;
  /** Quotas that AWS increased, by operation; otherwise the AWS defaults apply. */
  readonly raised: Readonly<Record<string, number>>;
}

/**
 * The quota of a connection's account in a region, shared by all processes through Postgres. Calls are reserved as times
 * at half the rate of the AWS quota, several in one query when there are many, and each expires in less than a second. So no second has
 * more calls than AWS allows, for any number of processes.
 */
export function readQuota(actor: CustomerActor, leases: Leases, place: ReadPlace, clock: Clock): ReadQuota {
  const { connectionId, region, raised } = place;
  const quotaOf = (operation: CountedOperation) => raised[operation] ?? defaultQuota(operation, region);
  const where = (operation: CountedOperation): LogCalls => ({ connectionId, region, operation });
  const keyOf = (operation: CountedOperation) => `${actor.customerId}/${connectionId}/${region}/${operation}`;
  const leaseOf = (operation: CountedOperation) => keptLease(leases, keyOf(operation));

  async function ask(operation: CountedOperation, lease: Lease) {
    const perSecond = quotaOf(operation) * SHARE;
    const calls = Math.min(1000, Math.max(1, lease.waiting, Math.floor(perSecond * LEASE_SECONDS)));
    const wanted = { ...where(operation), calls, perSecond, patienceMs: PATIENCE_MS };
    const { given, firstMs, used } = await takeLogCalls(actor, wanted);
    const now = performance.now();
    for (let n = 0; n < given; n++) lease.moments.push(now + firstMs + (n * 1000) / perSecond);
    lease.used = used;
    lease.usedAt = now;
    return { given, firstMs };
  }

  function asking(operation: CountedOperation, lease: Lease) {
    lease.asking ??= ask(operation, lease).finally(() => {
      lease.asking = undefined;
      lease.waiting = 0;
    });
    return lease.asking;
  }

  async function admit(operation: CountedOperation, signal?: AbortSignal): Promise<Admission> {
    const lease = leaseOf(operation);
    for (;;) {
      const moment = nextMoment(lease);
      if (moment !== undefined) {
        const ms = moment - performance.now();
        if (ms > 0) await clock.wait(ms, signal);
        return { kind: "go" };
      }
      lease.waiting += 1;
      const { given, firstMs } = await asking(operation, lease);
      if (given === 0) return { kind: "full", retryAfterMs: Math.ceil(firstMs) };
    }
  }

  return {
    ahead: (operation) => {
      const lease = leases.get(keyOf(operation));
      if (lease !== undefined && !lease.moments.some(isAlive)) asking(operation, lease).catch(() => undefined);
    },
    forget: (operation) => void leases.delete(keyOf(operation)),
    admit,
    pause: async (operation, ms) => {
      leaseOf(operation).moments = [];
      await pauseLogCalls(actor, { ...where(operation), pauseMs: Math.min(60_000, Math.ceil(ms)) });
    },
    use: (operation) => {
      const { used, usedAt } = leaseOf(operation);
      return { usedPerSecond: performance.now() - usedAt > USE_IS_OLD_MS ? 0 : used, quotaPerSecond: quotaOf(operation) };
    },
  };
}

function isAlive(moment: number): boolean {
  return moment >= performance.now() - TOKEN_LIVES_MS;
}

function nextMoment(lease: Lease): number | undefined {
  for (;;) {
    const moment = lease.moments.shift();
    if (moment === undefined || isAlive(moment)) return moment;
  }
}

function keptLease(leases: Leases, key: string): Lease {
  const kept = leases.get(key) ?? { moments: [], asking: undefined, waiting: 0, used: 0, usedAt: 0 };
  leases.delete(key);
  leases.set(key, kept);
  const [oldest] = leases.keys();
  if (leases.size > MOST_LEASES && oldest !== undefined) leases.delete(oldest);
  return kept;
}

interface Query {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Limits calls for logs to the quota of the account. When no call is available soon, the outcome is `throttled`
 * without a call; when AWS throttles nevertheless, all processes wait for the time that AWS names.
 */
export function logsWithinQuota(logs: CloudWatchLogs, quota: ReadQuota): CloudWatchLogs {
  const within =
    <Q extends Query, T>(operation: CountedOperation, call: (region: string, query: Q) => Promise<LogsOutcome<T>>) =>
    async (region: string, query: Q): Promise<LogsOutcome<T>> => {
      try {
        const admission = await quota.admit(operation, query.signal);
        if (admission.kind === "full") return { kind: "throttled", retryAfterMs: admission.retryAfterMs, by: "quota" };
      } catch (error) {
        if (query.signal?.aborted) return { kind: "stopped" };
        throw error;
      }
      const outcome = await call(region, query);
      if (outcome.kind === "throttled") await quota.pause(operation, outcome.retryAfterMs);
      return outcome;
    };
  return {
    describeLogGroups: within("DescribeLogGroups", logs.describeLogGroups),
    describeLogStreams: within("DescribeLogStreams", logs.describeLogStreams),
    filterLogEvents: within("FilterLogEvents", logs.filterLogEvents),
    getLogEvents: within("GetLogEvents", logs.getLogEvents),
    startQuery: within("StartQuery", logs.startQuery),
    queryState: within("GetQueryResults", logs.queryState),
    queryResults: within("GetQueryResults", logs.queryResults),
    // AWS documents no quota of its own for this call.
    logRecord: logs.logRecord,
    // Stopping a query never waits for quota, because AWS bills a running query.
    stopQuery: logs.stopQuery,
  };
}

/** How often a list is retried after throttling before the error is shown. */
export const A_PERSON_WAITS = 3;

export interface Patience {
  readonly clock: Clock;
  /** The most consecutive retries. */
  readonly mostWaits: number;
  readonly signal?: AbortSignal;
}

/** How long to wait, in milliseconds, for another query of the account to end when AWS runs as many as it allows. */
export const TOO_MANY_MS = 2000;

/** Retries while AWS, or the portal's share of the quota, throttles the call, or the account runs as many queries as AWS allows; returns the last outcome after the retries. @throws when aborted during a wait */
export async function waitOutLimits<T>(
  ask: () => Promise<LogsOutcome<T>>,
  { clock, mostWaits, signal }: Patience,
): Promise<LogsOutcome<T>> {
  for (let waits = 0; ; waits++) {
    const outcome = await ask();
    const pauseMs = outcome.kind === "too-many" ? TOO_MANY_MS : outcome.kind === "throttled" ? outcome.retryAfterMs : null;
    if (pauseMs === null || waits === mostWaits) return outcome;
    await clock.wait(pauseMs, signal);
  }
}
