/** The time zone in which times are shown: UTC or the browser's. */
export type TimeZone = "utc" | "local";

const two = (n: number) => String(n).padStart(2, "0");

/** A time of day with milliseconds: "12:47:58.204". */
export function clockText(ms: number, zone: TimeZone, precision: "minutes" | "seconds" | "milliseconds" = "milliseconds"): string {
  const at = shifted(ms, zone);
  const minutes = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (precision === "minutes") return minutes;
  const seconds = `${minutes}:${two(at.getUTCSeconds())}`;
  return precision === "seconds" ? seconds : `${seconds}.${String(at.getUTCMilliseconds()).padStart(3, "0")}`;
}

/** "24 Nov" or, with the time, "24 Nov 12:47". */
export function dayText(ms: number, zone: TimeZone): string {
  const at = shifted(ms, zone);
  return `${at.getUTCDate()} ${"JanFebMarAprMayJunJulAugSepOctNovDec".slice(at.getUTCMonth() * 3, at.getUTCMonth() * 3 + 3)}`;
}

/** "UTC", or the browser's offset from it: "UTC+1", "UTC-3:30". */
export function zoneText(ms: number, zone: TimeZone): string {
  const minutes = offsetMinutes(ms, zone);
  if (minutes === 0) return "UTC";
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "-" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? "" : `:${two(rest)}`}`;
}

/** Minutes east of UTC at the given time. */
export function offsetMinutes(ms: number, zone: TimeZone): number {
  return zone === "utc" ? 0 : -new Date(ms).getTimezoneOffset();
}

function shifted(ms: number, zone: TimeZone): Date {
  return new Date(ms + offsetMinutes(ms, zone) * 60_000);
}
