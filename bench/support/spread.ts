/** The spread of several measurements. */
export interface Spread {
  readonly median: number;
  /** Median, minimum, maximum and number: "412 (405–431, n 7)". */
  readonly text: string;
}

/** The spread of measurements. @throws RangeError if there is none */
export function spreadOf(values: readonly number[], digits = 0): Spread {
  const median = quantile(values, 0.5);
  const round = (value: number) => value.toFixed(digits);
  return { median, text: `${round(median)} (${round(quantile(values, 0))}–${round(quantile(values, 1))}, n ${values.length})` };
}

/** The quantile `q` (from 0 to 1) of the values, interpolated. @throws RangeError if there is none */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError("nothing was measured");
  return low + (high - low) * (at - Math.floor(at));
}
