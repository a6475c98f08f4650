import type { Clock } from "./clock.ts";

/** A set that forgets its members after a while, such as the roles that recently denied a call. */
export interface ExpiringSet {
  has(member: string): boolean;
  add(member: string): void;
}

/** Keeps each member for `forMs` milliseconds after it was last added. Beyond `atMost` members the oldest is removed. */
export function expiringSet(clock: Clock, { forMs, atMost }: { readonly forMs: number; readonly atMost: number }): ExpiringSet {
  const until = new Map<string, number>();
  return {
    has: (member) => (until.get(member) ?? 0) > clock.now().getTime(),
    add(member) {
      until.delete(member);
      until.set(member, clock.now().getTime() + forMs);
      const [oldest] = until.keys();
      if (until.size > atMost && oldest !== undefined) until.delete(oldest);
    },
  };
}
