import type { Clock } from "#kernel/clock.ts";

/** A process's clock that stands still until a test lets time pass. */
export interface FakeClock extends Clock {
  /** Lets so much time pass: whoever has waited long enough by then goes on, in the order of their moments. */
  pass(ms: number): void;
  /** Resolves once so many wait; answers how long each of them has to, in the order in which they began. */
  waiting(howMany?: number): Promise<readonly number[]>;
}

interface Waiter {
  readonly until: number;
  resume(): void;
}

/** Held at noon of an ordinary day, or where it is told. */
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
