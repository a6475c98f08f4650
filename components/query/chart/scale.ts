/** The marks of a value axis: from 0, or from the smallest value if some are negative, in round steps. */
export function axisMarks(values: readonly number[], wanted = 3): readonly number[] {
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  const lowest = values.reduce((least, value) => Math.min(least, value), 0);
  const highest = most === 0 && lowest === 0 ? 1 : most;
  const step = roundStep((highest - lowest) / wanted);
  const from = Math.floor(lowest / step);
  const to = Math.max(Math.ceil(highest / step), from + 1);
  return Array.from({ length: to - from + 1 }, (_, n) => (from + n) * step);
}

/** The smallest 1, 2 or 5 times a power of ten that is at least this. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const digit = least / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const LONG = new Intl.NumberFormat("en", { maximumSignificantDigits: 6 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number for the axis: "100K". */
export const shortNumber = (value: number): string => SHORT.format(value);

/** A number to read: whole numbers with all digits, others with six. */
export const longNumber = (value: number): string => (Number.isInteger(value) ? WHOLE : LONG).format(value);

/** The places of about five marks along an axis with so many bins, evenly spaced. */
export function markPlaces(bins: number, wanted = 5): readonly number[] {
  const count = Math.min(bins, wanted);
  if (count <= 1) return bins === 0 ? [] : [0];
  return Array.from({ length: count }, (_, n) => Math.round((n * (bins - 1)) / (count - 1)));
}
