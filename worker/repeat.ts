import { log } from "#kernel/process/log.ts";
import type { Clock } from "#kernel/time/clock.ts";

interface Repetition {
  readonly name: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Runs a task repeatedly, each time `everyMs` after it ended, until the signal aborts. A failure is logged and the task runs again, so
 * that a database that is unavailable for a minute does not end the worker.
 */
export async function repeat({ name, everyMs, clock, signal }: Repetition, task: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    try {
      await task();
    } catch (error) {
      log("error", "task failed", { task: name }, error);
    }
    await clock.wait(everyMs, signal).catch(() => undefined);
  }
}
