/** So many random exchanges show what chance does: of 16 entry points, one differs by more in about one of 200 runs. */
const EXCHANGES = 3000;

/**
 * How far two series of times can differ by chance alone. If nothing distinguishes the series, the two times of any pair could as well be
 * exchanged, so the result compares them after many random exchanges (a permutation test of paired measurements).
 * @param compare the ratio of a measure of the one series to that of the other
 * @returns the largest ratio, or its reciprocal, of 3,000 exchanges: at least 1
 * @throws RangeError if the series differ in length
 */
export function largestByChance(
  one: readonly number[],
  other: readonly number[],
  compare: (one: readonly number[], other: readonly number[]) => number,
): number {
  if (one.length !== other.length) throw new RangeError("each time needs its pair");
  const random = seededRandom(one.length);
  let largest = 1;
  for (let n = 0; n < EXCHANGES; n++) {
    const [left, right] = [[...one], [...other]];
    for (let at = 0; at < one.length; at++) {
      if (random() < 0.5) [left[at], right[at]] = [right[at] as number, left[at] as number];
    }
    largest = Math.max(largest, distance(compare(left, right)));
  }
  return largest;
}

/** How far a ratio is from 1, whichever is the larger of its two values: 0.8 is as far as 1.25. */
export function distance(ratio: number): number {
  return Math.max(ratio, 1 / ratio);
}

/** Numbers from 0 to 1 (mulberry32), the same in every run, so that a result can be calculated again from its times. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
