const LARGEST = 2n ** 63n - 1n;
const ISO_8601 =
  /^(-?\d+)(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:t(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?(?:z|[+-](\d\d)(?::(\d\d))?)?)?)?)?)?$/i;
/** The ranges of month, day, hour, minute, second, and of the hours and minutes of a UTC offset. */
const RANGES: readonly (readonly [number, number])[] = [
  [1, 12],
  [1, 31],
  [0, 23],
  [0, 59],
  [0, 59],
  [0, 23],
  [0, 59],
];

/** Whether IAM accepts the value of a date operator: ISO 8601 with parts left out at the end, or seconds since 1970. */
export function checkDate(value: unknown): boolean {
  const text = String(value);
  if (/^\d+$/.test(text)) return BigInt(text) <= LARGEST;
  const [, year, ...parts] = ISO_8601.exec(text) ?? [];
  if (year === undefined || Math.abs(Number(year)) > 292_278_993) return false;
  return RANGES.every(([low, high], i) => {
    const part = parts[i];
    return part === undefined || (Number(part) >= low && Number(part) <= high);
  });
}
