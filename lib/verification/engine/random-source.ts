import { randomInt, randomUUID } from "node:crypto";

/** The source of random values of a run. Tests use a repeatable one. */
export interface RandomSource {
  /** A version 4 UUID in lowercase. */
  uuid(): string;
  /** A whole number of at least 0 and below `limit`. */
  below(limit: number): number;
}

export const systemRandom: RandomSource = { uuid: () => randomUUID(), below: (limit) => randomInt(limit) };

/** The items in random order. All orders are equally likely (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: RandomSource): readonly T[] {
  const pool = [...items];
  const order: T[] = [];
  while (pool.length > 0) order.push(...pool.splice(random.below(pool.length), 1));
  return order;
}
