import type { RandomSource } from "#lib/verification/engine/random-source.ts";

/** Chance that repeats: the same seed draws the same things, on every machine. Not for secrets. */
export class SeededRandom implements RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, not including, `limit`, which is at most 2^32. Source: "mulberry32". */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(things: readonly [T, ...T[]]): T;
  pick(things: string): string;
  pick<T>(things: readonly [T, ...T[]] | string): T | string {
    return things[this.below(things.length)] ?? things[0] ?? "";
  }

  /** One of the things, each as likely as its weight says. */
  weighted<T>(things: readonly (readonly [weight: number, thing: T])[]): T {
    let left = this.below(things.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, thing] of things) {
      left -= weight;
      if (left < 0) return thing;
    }
    throw new Error("nothing to draw from");
  }

  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => this.pick(alphabet)).join("");
  }

  /** A version 4 UUID, lower-case. */
  uuid(): string {
    const hex = (length: number) => this.text(length, "0123456789abcdef");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${this.pick("89ab")}${hex(3)}-${hex(12)}`;
  }
}
