import type { Clock } from "#kernel/time/clock.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";
import { TOO_MANY_MS } from "#lib/logs/quota/read-quota.ts";
import type { QueryPart } from "./shared/query-view.ts";

export type WaitingPart = Extract<QueryPart, { kind: "waiting" }>;

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called at least every five seconds of a wait, so that the worker knows that the query still has its reader. */
  readonly beat: () => Promise<void>;
}

/** The most consecutive waits for one call. With AWS's usual pause of two seconds, half a minute. */
const MOST_WAITS = 15;
/** A heartbeat is written at most this often; the database allows 23 seconds (`heartbeat_limit`). */
export const BEAT_MS = 5000;

/**
 * Repeats a call while AWS or the portal's share of the quota throttles it, or the account runs as many queries as AWS allows,
 * and says so before each wait. Returns the last outcome. @throws when aborted during a wait
 */
export async function* patiently<T>(ask: () => Promise<LogsOutcome<T>>, patience: Patience): AsyncGenerator<WaitingPart, LogsOutcome<T>> {
  for (let waits = 0; ; waits++) {
    const outcome = await ask();
    if ((outcome.kind !== "throttled" && outcome.kind !== "too-many") || waits === MOST_WAITS) return outcome;
    if (outcome.kind === "too-many") yield* waitFor("concurrency", TOO_MANY_MS, patience);
    else yield* waitFor(outcome.by ?? "aws", outcome.retryAfterMs, patience);
  }
}

/** Says why and how long the query waits, and waits. @throws when aborted */
export async function* waitFor(why: WaitingPart["why"], ms: number, { clock, signal, beat }: Patience): AsyncGenerator<WaitingPart, void> {
  yield { kind: "waiting", why, continuesInMs: ms };
  for (let left = ms; left > 0; left -= BEAT_MS) {
    await clock.wait(Math.min(left, BEAT_MS), signal);
    await beat();
  }
}
