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
