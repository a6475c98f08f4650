import type { Clock } from "#kernel/time/clock.ts";

/** A clock for tests: time passes only when the test calls `pass`. */
export interface FakeClock extends Clock {
  /** Moves the time forward by `ms` milliseconds and resolves the waits that are over by then, the earliest first. */
  pass(ms: number): void;
  /** Resolves once `howMany` callers wait. Returns the remaining milliseconds of each, in the order in which they began. */
  waiting(howMany?: number): Promise<readonly number[]>;
}

interface Waiter {
  readonly until: number;
  resume(): void;
}

/** A clock that starts at noon UTC on 24 November 2026, or at `from` (milliseconds since 1970). */
export function fakeClock(from = Date.UTC(2026, 10, 24, 12)): FakeClock {
  let at = from;
  let waiters: readonly Waiter[] = [];
  let watchers: readonly (() => void)[] = [];
  const remove = (one: Waiter) => {
    waiters = waiters.filter((other) => other !== one);
  };
  return {
    now: () => new Date(at),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const waiter = { until: at + ms, resume: resolve };
        waiters = [...waiters, waiter];
        signal?.addEventListener(
          "abort",
          () => {
            remove(waiter);
            reject(signal.reason);
          },
          { once: true },
        );
        for (const notify of watchers) notify();
      }),
    pass(ms) {
      at += ms;
      const over = waiters.filter(({ until }) => until <= at).toSorted((one, other) => one.until - other.until);
      for (const one of over) {
        remove(one);
        one.resume();
      }
    },
    waiting: (howMany = 1) =>
      new Promise((resolve) => {
        const notify = () => {
          if (waiters.length < howMany) return;
          watchers = watchers.filter((other) => other !== notify);
          resolve(waiters.map(({ until }) => until - at));
        };
        watchers = [...watchers, notify];
        notify();
      }),
  };
}
