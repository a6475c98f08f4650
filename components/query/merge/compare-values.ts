/** A number as Logs Insights reads one in a text. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a value of a result is; null for a text and for a missing value. */
export function numberIn(value: string | null | undefined): number | null {
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : null;
}

/** A value prepared for many comparisons. */
export interface Sortable {
  readonly value: string | null;
  readonly number: number | null;
}

export const sortableOf = (value: string | null): Sortable => ({ value, number: numberIn(value) });

/**
 * The order of `sort … asc`, and of `min` and `max`: texts before numbers; in texts, runs of digits by their length and then their
 * value, other characters by Unicode. Source: CloudWatch Logs user guide, "sort". AWS does not say where missing values are: the
 * portal has them before all, as the sandbox does.
 */
export function compareSortables(a: Sortable, b: Sortable): number {
  if (a.value === null || b.value === null) return (a.value === null ? 0 : 1) - (b.value === null ? 0 : 1);
  if (a.number !== null && b.number !== null) return a.number === b.number ? compareTexts(a.value, b.value) : a.number - b.number;
  if (a.number !== null || b.number !== null) return a.number !== null ? 1 : -1;
  return compareNaturally(a.value, b.value);
}

const compareTexts = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

/** Runs of digits, and single other characters. */
const PIECES = /\d+|\D/gu;

function compareNaturally(a: string, b: string): number {
  const [left, right] = [a.match(PIECES) ?? [], b.match(PIECES) ?? []];
  for (let n = 0; n < left.length && n < right.length; n++) {
    const [x = "", y = ""] = [left[n], right[n]];
    if (x === y) continue;
    const areDigits = /^\d/.test(x) && /^\d/.test(y);
    if (areDigits) return x.length - y.length || compareTexts(x, y);
    return (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
  }
  return left.length - right.length || a.length - b.length;
}
