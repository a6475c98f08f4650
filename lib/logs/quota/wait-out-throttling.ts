import type { Clock } from "#kernel/clock.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";

/** How often a list is retried after throttling before the error is shown. */
export const A_PERSON_WAITS = 3;

export interface Patience {
  readonly clock: Clock;
  /** The most consecutive retries. */
  readonly mostWaits: number;
  readonly signal?: AbortSignal;
}

/** Retries while AWS, or the portal's share of the quota, throttles the call; returns the last outcome after the retries. @throws when aborted during a wait */
export async function waitOutLimits<T>(
  ask: () => Promise<LogsOutcome<T>>,
  { clock, mostWaits, signal }: Patience,
): Promise<LogsOutcome<T>> {
  for (let waits = 0; ; waits++) {
    const outcome = await ask();
    if (outcome.kind !== "throttled" || waits === mostWaits) return outcome;
    await clock.wait(outcome.retryAfterMs, signal);
  }
}
