import { clockText, dayText, offsetMinutes, type TimeZone } from "./time-zone.ts";

/** A selected time range: a period up to now, or two fixed times (milliseconds since 1970, UTC). */
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

/** Start and end of a range at a given time, both inclusive. */
export function endsOf(range: TimeRange, now: number): { from: number; to: number } {
  return range.kind === "last" ? { from: now - range.minutes * 60_000, to: now } : { from: range.from, to: range.to };
}

/** A range as a URL parameter: `60m`, in minutes, or `from-to`. Fixed times stay the same when a link is shared. */
export function rangeText(range: TimeRange): string {
  return range.kind === "last" ? `${range.minutes}m` : `${range.from}-${range.to}`;
}

const UNITS = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
] as const;

/** A range in words: "Last hour", "Last 6 days", or that its times are fixed. */
export function rangeName(range: TimeRange): string {
  if (range.kind === "between") return "Fixed time range";
  const preset = PRESETS.find(({ minutes }) => minutes === range.minutes);
  if (preset !== undefined) return preset.label;
  const [unit, length] = UNITS.find(([, minutes]) => range.minutes % minutes === 0) ?? ["minute", 1];
  const amount = range.minutes / length;
  return amount === 1 ? `Last ${unit}` : `Last ${amount} ${unit}s`;
}

/**
 * Two times on one line: "27 Nov 02:01 to 02:11", with the year if it is not the current one, and with seconds for short
 * ranges. The end is inclusive: a range until the last millisecond of 02:10 reads "to 02:11", as people and charts say it.
 */
export function fixedText({ from, to: last }: Extract<TimeRange, { kind: "between" }>, zone: TimeZone): string {
  const to = last % 1000 === 999 ? last + 1 : last;
  const year = (at: number) => new Date(at + offsetMinutes(at, zone) * 60_000).getUTCFullYear();
  const day = (at: number) => `${dayText(at, zone)}${year(at) === year(Date.now()) ? "" : ` ${year(at)}`}`;
  const isOneDay = day(from) === day(to);
  const precision = isOneDay && to - from < 10 * 60_000 ? "seconds" : "minutes";
  const clock = (at: number) => clockText(at, zone, precision);
  return `${day(from)} ${clock(from)} to ${isOneDay ? "" : `${day(to)} `}${clock(to)}`;
}

/** Parses a range from the URL; anything invalid is the last hour. */
export function readRange(text: string | null | undefined): TimeRange {
  const last = /^([0-9]{1,6})m$/.exec(text ?? "");
  if (last !== null) return { kind: "last", minutes: Math.max(1, Number(last[1])) };
  const between = /^([0-9]{12,14})-([0-9]{12,14})$/.exec(text ?? "");
  if (between !== null && Number(between[1]) < Number(between[2]))
    return { kind: "between", from: Number(between[1]), to: Number(between[2]) };
  return LAST_HOUR;
}

/** Milliseconds around an event in which to show surrounding events. */
const AROUND_MS = 5 * 60_000;

/** The minutes before and after a time. */
export function rangeAround(at: number): TimeRange {
  return { kind: "between", from: Math.max(0, at - AROUND_MS), to: at + AROUND_MS };
}

/** A range in which the event at a given time is among the newest; used for a link to the event. */
export function rangeUpTo(at: number): TimeRange {
  return { kind: "between", from: Math.max(0, at - AROUND_MS), to: at + 1000 };
}

/** The next wider range: the next preset, or twice the duration around the same center, ending now at the latest. */
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
