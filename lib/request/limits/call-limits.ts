import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { webEnv } from "#kernel/process/env.ts";
import { type Failure, fail } from "#kernel/result.ts";
import { explainWait } from "#lib/sign-in/rate-limits.ts";

/**
 * Calls per minute of one person or, where anyone may call, of one network, in each web process. The figures protect the
 * process and are more than a person can use. What must hold over all processes together (verifications, invitations, log
 * reads, mailed links) is counted in the database, so these counts may live in memory: they cost no statement, and a restart
 * forgets them. A deployment multiplies them by `CALLS_PER_MINUTE_FACTOR`. docs/security.md repeats the figures.
 */
export const CALLS_PER_MINUTE = {
  pages: 300,
  actions: 600,
  files: 120,
  streams: 600,
  staffPages: 300,
  staffActions: 600,
  publicPages: 1200,
  publicRoutes: 1200,
} as const;
export type CallKind = keyof typeof CALLS_PER_MINUTE;

/** The most people or networks that a process counts at the same time, for each kind. The one counted longest ago is dropped first. */
export const MOST_COUNTED = 10_000;

interface Counter {
  readonly limiter: RateLimiterMemory;
  /** The counted people or networks, oldest first. */
  readonly counted: Set<string>;
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.call-limits");
const global = globalThis as { [KEY]?: Map<CallKind, Counter> };

/**
 * Counts one call of a person (by their ID) or of a network (by `networkAddress`).
 * @returns whole seconds until the next call is allowed; 0 when this one is
 */
export async function secondsToWait(kind: CallKind, who: string): Promise<number> {
  const { limiter, counted } = counterOf(kind, Math.max(1, Math.round(CALLS_PER_MINUTE[kind] * webEnv().callsFactor)));
  counted.add(who);
  const [oldest] = counted;
  if (counted.size > MOST_COUNTED && oldest !== undefined) {
    counted.delete(oldest);
    await limiter.delete(oldest);
  }
  try {
    const { isFirstInDuration } = await limiter.consume(who);
    // A new window begins: moves this entry to the end of the map.
    if (isFirstInDuration && counted.delete(who)) counted.add(who);
    return 0;
  } catch (refused) {
    if (!isOver(refused)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

/** Not `instanceof`: the counter may have been created by another copy of the library, since a bundler can load it more than once. */
const isOver = (refused: unknown): refused is Pick<RateLimiterRes, "msBeforeNext"> =>
  typeof refused === "object" && refused !== null && !(refused instanceof Error) && "msBeforeNext" in refused;

/** The same check as a failure for the person, or null when the call is allowed. */
export async function findCallLimit(kind: CallKind, who: string): Promise<Failure | null> {
  const waitSeconds = await secondsToWait(kind, who);
  return waitSeconds === 0 ? null : fail("limited", explainWait(waitSeconds), { retryAfterSeconds: waitSeconds });
}

function counterOf(kind: CallKind, points: number): Counter {
  const counters = global[KEY] ?? new Map<CallKind, Counter>();
  global[KEY] = counters;
  const kept = counters.get(kind) ?? {
    limiter: new RateLimiterMemory({ points, duration: 60 }),
    counted: new Set<string>(),
  };
  counters.set(kind, kept);
  return kept;
}
