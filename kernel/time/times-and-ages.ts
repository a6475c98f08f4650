const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration in milliseconds as text, in its one or two largest units: "42 s", "16 min", "2 h 16 min", "1 d 3 h", "12 d".
 * Minutes are left out from 6 hours on and hours from 3 days on. A negative duration counts as 0 s.
 */
export function spanOf(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 6 * HOUR) return inTwoUnits(span, HOUR, "h", MINUTE, "min");
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  if (span < 3 * DAY) return inTwoUnits(span, DAY, "d", HOUR, "h");
  return `${Math.floor(span / DAY)} d`;
}

function inTwoUnits(span: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((span % large) / small);
  return `${Math.floor(span / large)} ${largeUnit}${rest === 0 ? "" : ` ${rest} ${smallUnit}`}`;
}

/** How long a step has been waiting: "waiting 3 d". Both times in milliseconds since 1970, UTC. */
export function waitingText(now: number, since: number): string {
  return now - since < MINUTE ? "waiting less than 1 min" : `waiting ${spanOf(now - since)}`;
}

/**
 * The age of a time: "5 min ago", "2 h 16 min ago". It is "just now" below ten seconds, and for a time in the future, since
 * clocks differ a little. Both times are milliseconds since 1970, UTC.
 */
export function ageOf(now: number, at: number): string {
  return now - at < 10_000 ? "just now" : `${spanOf(now - at)} ago`;
}

/**
 * The time left until a time: "in 5 d", "in 22 h", "in under a minute", or "expired" once it has passed. It is rounded up to
 * whole minutes, hours (from 1 hour) or days (from 3 days). Both times are milliseconds since 1970, UTC.
 */
export function timeLeft(now: number, until: number): string {
  const left = until - now;
  if (left <= 0) return "expired";
  if (left < MINUTE) return "in under a minute";
  const unit = left < HOUR ? MINUTE : left <= 3 * DAY ? HOUR : DAY;
  // A page's clock can be some seconds behind the server's, which must not turn the 7 days of a new invitation into 8.
  const whole = unit === DAY ? left - MINUTE : left;
  return `in ${spanOf(Math.ceil(whole / unit) * unit)}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const twoDigits = (n: number) => String(n).padStart(2, "0");

/** "14:07:33 UTC", or "14:07 UTC" with `short`. It doesn't use Intl, since the locale data of server and browser can differ. */
export function utcTime(ms: number, short: "short" | "whole" = "whole"): string {
  const at = new Date(ms);
  const seconds = short === "short" ? "" : `:${twoDigits(at.getUTCSeconds())}`;
  return `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}${seconds} UTC`;
}

/** The day in UTC: "24 Nov 2026". */
export function utcDay(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** Day and time in UTC: "24 Nov 2026, 14:07:33 UTC", or without seconds with `short`. */
export function utcMoment(ms: number, short: "short" | "whole" = "whole"): string {
  return `${utcDay(ms)}, ${utcTime(ms, short)}`;
}

/** A time as short as a list needs it: "14:07 UTC" today, otherwise the day, "24 Nov 2026". Both times are milliseconds since 1970. */
export function utcShort(now: number, ms: number): string {
  return utcDay(ms) === utcDay(now) ? utcTime(ms, "short") : utcDay(ms);
}

/** When something is possible again, as the end of a sentence: "in 4 minutes, at 09:14 UTC". Both times come from one clock. */
export function whenIn(freeAt: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 60_000));
  const wait = minutes < 90 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `${Math.ceil(minutes / 60)} hours`;
  return `in ${wait}, at ${freeAt.toISOString().slice(11, 16)} UTC`;
}
