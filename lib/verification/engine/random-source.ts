import { randomInt, randomUUID } from "node:crypto";

/** Where a run's chance comes from. A test holds one that repeats. */
export interface RandomSource {
  /** A version 4 UUID, lower-case. */
  uuid(): string;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
}

export const systemRandom: RandomSource = { uuid: () => randomUUID(), below: (limit) => randomInt(limit) };

/** The same things in another order, each order equally likely (Fisher and Yates). */
export function shuffled<T>(things: readonly T[], random: RandomSource): readonly T[] {
  const pool = [...things];
  const order: T[] = [];
  while (pool.length > 0) order.push(...pool.splice(random.below(pool.length), 1));
  return order;
}
