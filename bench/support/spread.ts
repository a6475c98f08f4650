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

/** How far around its quantile {@link quantileAround} averages. */
const AROUND = 0.05;

/**
 * The average of the values between 5 percentage points below and above the quantile `q`. Where a pause of the runtime meets about
 * one request of ten, the 90th percentile itself is either the end of the usual times or the start of the paused ones, by chance;
 * this average changes only as much as the share of the pauses does.
 * @throws RangeError if there is none
 */
export function quantileAround(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [first, beyond] = [Math.floor((q - AROUND) * sorted.length), Math.ceil((q + AROUND) * sorted.length)];
  const near = sorted.slice(Math.max(0, first), beyond);
  if (near.length === 0) throw new RangeError("nothing was measured");
  return near.reduce((sum, value) => sum + value, 0) / near.length;
}
