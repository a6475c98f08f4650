import type { Clock } from "./clock.ts";

/** Facts that a process remembers for a while and may forget at any time, such as that a role denied a call a moment ago. */
export interface ExpiringSet {
  has(fact: string): boolean;
  add(fact: string): void;
}

/** Each fact is remembered for `forMs` milliseconds after it was added last; of more than `atMost` the oldest is forgotten. */
export function expiringSet(clock: Clock, { forMs, atMost }: { readonly forMs: number; readonly atMost: number }): ExpiringSet {
  const until = new Map<string, number>();
  return {
    has: (fact) => (until.get(fact) ?? 0) > clock.now().getTime(),
    add(fact) {
      until.delete(fact);
      until.set(fact, clock.now().getTime() + forMs);
      const [oldest] = until.keys();
      if (until.size > atMost && oldest !== undefined) until.delete(oldest);
    },
  };
}
