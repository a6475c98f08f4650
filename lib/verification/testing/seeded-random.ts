import type { RandomSource } from "#lib/verification/engine/probe.ts";

/** A repeatable random source: the same seed gives the same values on every machine. Not for secrets. */
export class SeededRandom implements RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number of at least 0 and below `limit`, which is at most 2^32. The algorithm is mulberry32. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True with a probability of `percent`. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly [T, ...T[]]): T;
  pick(items: string): string;
  pick<T>(items: readonly [T, ...T[]] | string): T | string {
    return items[this.below(items.length)] ?? items[0] ?? "";
  }

  /** One of the items, with a probability in proportion to its weight. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.below(items.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new Error("no items");
  }

  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => this.pick(alphabet)).join("");
  }

  /** A version 4 UUID in lowercase. */
  uuid(): string {
    const hex = (length: number) => this.text(length, "0123456789abcdef");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${this.pick("89ab")}${hex(3)}-${hex(12)}`;
  }
}
