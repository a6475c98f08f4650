import type { Clock } from "#kernel/clock.ts";
import { log } from "./log.ts";

interface Repetition {
  readonly name: string;
  readonly everyMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Does a task again and again, `everyMs` after it last ended, until the signal. A failure is logged and the next turn
 * tries anew: a database that went away for a minute must not end the worker.
 */
export async function repeat({ name, everyMs, clock, signal }: Repetition, task: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    try {
      await task();
    } catch (error) {
      log("task failed", { task: name, error });
    }
    await clock.wait(everyMs, signal).catch(() => undefined);
  }
}
