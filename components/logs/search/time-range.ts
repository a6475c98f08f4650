import { clockText, dayText, offsetMinutes, type TimeZone } from "./time-zone.ts";

/** A time range as chosen: a span up to now, or two fixed ends (milliseconds since 1970, UTC). */
export type TimeRange =
  | { readonly kind: "last"; readonly minutes: number }
  | { readonly kind: "between"; readonly from: number; readonly to: number };

export const LAST_HOUR: TimeRange = { kind: "last", minutes: 60 };

export const PRESETS: readonly { readonly minutes: number; readonly label: string }[] = [
  { minutes: 15, label: "Last 15 minutes" },
  { minutes: 60, label: "Last hour" },
  { minutes: 180, label: "Last 3 hours" },
  { minutes: 720, label: "Last 12 hours" },
  { minutes: 1440, label: "Last day" },
  { minutes: 4320, label: "Last 3 days" },
  { minutes: 10_080, label: "Last week" },
];

/** The two ends of a range at a moment, both inclusive. */
export function endsOf(range: TimeRange, now: number): { from: number; to: number } {
  return range.kind === "last" ? { from: now - range.minutes * 60_000, to: now } : { from: range.from, to: range.to };
}

/** A range as it stands in the address, `1h` as minutes or `from-to`, so that a colleague sees the same. */
export function rangeText(range: TimeRange): string {
  return range.kind === "last" ? `${range.minutes}m` : `${range.from}-${range.to}`;
}

const UNITS = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
] as const;

/** A range in words: "Last hour", "Last 6 days", or that its ends are fixed. */
export function rangeName(range: TimeRange): string {
  if (range.kind === "between") return "fixed time range";
  const preset = PRESETS.find(({ minutes }) => minutes === range.minutes);
  if (preset !== undefined) return preset.label;
  const [unit, length] = UNITS.find(([, minutes]) => range.minutes % minutes === 0) ?? ["minute", 1];
  const amount = range.minutes / length;
  return amount === 1 ? `Last ${unit}` : `Last ${amount} ${unit}s`;
}

/** Two ends on one line: "27 Nov 02:01 to 02:11"; the year of another one is there as well, and seconds of what is short. */
export function fixedText({ from, to }: Extract<TimeRange, { kind: "between" }>, zone: TimeZone): string {
  const year = (at: number) => new Date(at + offsetMinutes(at, zone) * 60_000).getUTCFullYear();
  const day = (at: number) => `${dayText(at, zone)}${year(at) === year(Date.now()) ? "" : ` ${year(at)}`}`;
  const isOneDay = day(from) === day(to);
  const precision = isOneDay && to - from < 10 * 60_000 ? "seconds" : "minutes";
  const clock = (at: number) => clockText(at, zone, precision);
  return `${day(from)} ${clock(from)} to ${isOneDay ? "" : `${day(to)} `}${clock(to)}`;
}

/** Reads a range from an address; anything else is the last hour. */
export function readRange(text: string | null | undefined): TimeRange {
  const last = /^([0-9]{1,6})m$/.exec(text ?? "");
  if (last !== null) return { kind: "last", minutes: Math.max(1, Number(last[1])) };
  const between = /^([0-9]{12,14})-([0-9]{12,14})$/.exec(text ?? "");
  if (between !== null && Number(between[1]) < Number(between[2]))
    return { kind: "between", from: Number(between[1]), to: Number(between[2]) };
  return LAST_HOUR;
}

/** How far around an event its neighbours are looked for. */
const AROUND_MS = 5 * 60_000;

/** The minutes before and after a moment. */
export function rangeAround(at: number): TimeRange {
  return { kind: "between", from: Math.max(0, at - AROUND_MS), to: at + AROUND_MS };
}

/** A range in which the event at a moment is among the newest: what a link to it opens. */
export function rangeUpTo(at: number): TimeRange {
  return { kind: "between", from: Math.max(0, at - AROUND_MS), to: at + 1000 };
}

/** The next wider range: the next preset, or twice the time around the same middle, never beyond now. */
export function widerRange(range: TimeRange, now: number): TimeRange {
  if (range.kind === "last") {
    const next = PRESETS.find(({ minutes }) => minutes > range.minutes);
    return { kind: "last", minutes: next?.minutes ?? Math.min(999_999, range.minutes * 2) };
  }
  const half = (range.to - range.from) / 2;
  return {
    kind: "between",
    from: Math.max(0, Math.floor(range.from - half)),
    to: Math.max(range.to, Math.min(now, Math.ceil(range.to + half))),
  };
}
