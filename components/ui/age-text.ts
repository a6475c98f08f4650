const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in the two largest units that matter: "42 s", "16 min", "2 h 16 min", "1 d 3 h", "12 d". */
export function spanText(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 6 * HOUR) return pair(Math.floor(span / HOUR), "h", Math.floor((span % HOUR) / MINUTE), "min");
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  if (span < 3 * DAY) return pair(Math.floor(span / DAY), "d", Math.floor((span % DAY) / HOUR), "h");
  return `${Math.floor(span / DAY)} d`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** How long ago `ms` was at `now`: "2 h ago", or "just now" within ten seconds and for clocks that differ a little. */
export function ageText(ms: number, now: number): string {
  return now - ms < 10_000 ? "just now" : `${spanText(now - ms)} ago`;
}
