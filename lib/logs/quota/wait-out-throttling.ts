import type { Clock } from "#kernel/clock.ts";
import type { LogsOutcome } from "#lib/aws/logs-outcome.ts";

/** Whoever looks at a list waits so often for AWS's limit to pass before they are told. */
export const A_PERSON_WAITS = 3;

export interface Patience {
  readonly clock: Clock;
  /** So often in a row. */
  readonly mostWaits: number;
  readonly signal?: AbortSignal;
}

/** Asks again for as long as AWS, or our own share of its quota, limits us; the last outcome when patience ends. Rejects when stopped in a wait. */
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
