import { MOST_SERIES, REST_KEY } from "./chart-of-result.ts";

/** A part of a pie. `percent` is its part of the whole, `before` that of the slices before it. */
export interface PieSlice {
  readonly key: string;
  readonly name: string;
  readonly value: number;
  readonly percent: number;
  readonly before: number;
}

/** The largest groups as slices, the largest first, and the sum of the others. */
export function pieSlices(groups: readonly string[], values: readonly (number | null)[]): readonly PieSlice[] {
  const sorted = groups.map((name, n) => ({ key: `${n} ${name}`, name, value: values[n] ?? 0 })).toSorted((a, b) => b.value - a.value);
  const kept = sorted.length <= MOST_SERIES ? sorted : sorted.slice(0, MOST_SERIES - 1);
  const others = sorted.slice(kept.length);
  const sumOf = (of: typeof sorted) => of.reduce((sum, { value }) => sum + value, 0);
  const shown = others.length === 0 ? kept : [...kept, { key: REST_KEY, name: `${others.length} others`, value: sumOf(others) }];
  const whole = sumOf(sorted);
  let before = 0;
  return shown.map((slice) => {
    const percent = whole === 0 ? 0 : (100 * slice.value) / whole;
    before += percent;
    return { ...slice, percent, before: before - percent };
  });
}
