/** Several measurements of one thing, sorted. */
export interface Spread {
  readonly median: number;
  /** "412 (405–431, n 7)": median, least and most. */
  readonly text: string;
}

/** The spread of at least one measurement. @throws RangeError when there is none */
export function spreadOf(values: readonly number[], digits = 0): Spread {
  const median = quantile(values, 0.5);
  const round = (value: number) => value.toFixed(digits);
  return { median, text: `${round(median)} (${round(quantile(values, 0))}–${round(quantile(values, 1))}, n ${values.length})` };
}

/** The value below which the share `q` of the values lies, interpolated. @throws RangeError when there is none */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) throw new RangeError("nothing was measured");
  return low + (high - low) * (at - Math.floor(at));
}
