const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long a span of milliseconds is, for people: "under a minute", "5 min", "2 h", "1 d 3 h", "12 d". The two largest
 * units that say something; a span below zero (clocks differ) counts as none.
 */
export function spanOf(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return "under a minute";
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  const days = Math.floor(span / DAY);
  const hours = Math.floor((span % DAY) / HOUR);
  return days < 3 && hours > 0 ? `${days} d ${hours} h` : `${days} d`;
}

/** Age of a moment: "just now", "5 min ago", "1 d 3 h ago". Both times are milliseconds since 1970, UTC. */
export function ageOf(now: number, at: number): string {
  return now - at < MINUTE ? "just now" : `${spanOf(now - at)} ago`;
}

/** Time left until a moment: "in 5 d", "in 22 h"; "expired" once it has passed. A part of the smallest unit counts as a whole one. */
export function timeLeft(now: number, until: number): string {
  const left = until - now;
  if (left <= 0) return "expired";
  const unit = left < HOUR ? MINUTE : left <= 3 * DAY ? HOUR : DAY;
  return left < MINUTE ? `in ${spanOf(left)}` : `in ${spanOf(Math.ceil(left / unit) * unit)}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (n: number) => String(n).padStart(2, "0");

/** "14:07:33 UTC"; with `short`, "14:07 UTC". Written by hand, so that server and browser can't differ by their locale data. */
export function utcTime(ms: number, short: "short" | "whole" = "whole"): string {
  const at = new Date(ms);
  const seconds = short === "short" ? "" : `:${two(at.getUTCSeconds())}`;
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${seconds} UTC`;
}

/** "24 Nov 2026" in UTC. */
export function utcDay(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "24 Nov 2026, 14:07:33 UTC": a time as evidence. */
export function utcMoment(ms: number, short: "short" | "whole" = "whole"): string {
  return `${utcDay(ms)}, ${utcTime(ms, short)}`;
}

/** When something is possible again, as a sentence goes on: `in 4 minutes, at 09:14 UTC`. Both moments are of one clock. */
export function whenIn(freeAt: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 60_000));
  const wait = minutes < 90 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `${Math.ceil(minutes / 60)} hours`;
  return `in ${wait}, at ${freeAt.toISOString().slice(11, 16)} UTC`;
}
