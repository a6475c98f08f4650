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

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];
/** Distances between marks of a time axis that people read easily. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
];

/**
 * The places of marks along bins of time: evenly spaced and at round times of the zone, as far as the bins begin at those.
 * @param offsetMs how far the zone is east of UTC
 */
export function timeMarkPlaces(first: number, bins: number, binMs: number, offsetMs = 0, wanted = 6): readonly number[] {
  const length = bins * binMs;
  const step = TIME_STEPS.find((each) => each % binMs === 0 && length / each <= wanted && length / each >= 2);
  if (step === undefined) return everyNth(0, Math.max(1, Math.ceil(bins / wanted)), bins);
  const beyond = (first + offsetMs) % step;
  const from = beyond === 0 ? 0 : (step - beyond) / binMs;
  // Bins that begin at other times, such as those of 7 minutes, have none at a round one.
  return everyNth(Number.isInteger(from) && from < bins ? from : 0, step / binMs, bins);
}

function everyNth(from: number, by: number, bins: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.ceil((bins - from) / by)) }, (_, n) => from + n * by);
}
