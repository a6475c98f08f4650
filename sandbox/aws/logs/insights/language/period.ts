/** A length of time in the calendar: `bin(5m)` has periods of 5 minutes. `count` is capped. */
export interface Period {
  readonly count: number;
  readonly unit: "millisecond" | "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";
}

type Unit = Period["unit"];

/** Abbreviations of each unit, and the largest count that AWS uses. Source: Logs Insights QL, `bin` and "Datetime functions". */
const UNITS: Readonly<Record<Unit, { readonly names: readonly string[]; readonly cap?: number }>> = {
  millisecond: { names: ["millisecond", "ms", "msec"], cap: 1000 },
  second: { names: ["second", "s", "sec"], cap: 60 },
  minute: { names: ["minute", "m", "min"], cap: 60 },
  hour: { names: ["hour", "h", "hr"], cap: 24 },
  day: { names: ["day", "d"] },
  week: { names: ["week", "w"] },
  month: { names: ["month", "mo", "mon"] },
  quarter: { names: ["quarter", "q", "qtr"] },
  year: { names: ["year", "y", "yr"] },
};
const UNIT_OF: ReadonlyMap<string, Unit> = new Map(
  (Object.keys(UNITS) as Unit[]).flatMap((unit) =>
    UNITS[unit].names.flatMap((name): [string, Unit][] =>
      name.length === 1
        ? [[name, unit]]
        : [
            [name, unit],
            [`${name}s`, unit],
          ],
    ),
  ),
);
const MS: Partial<Record<Unit, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};
const MONTHS: Partial<Record<Unit, number>> = { month: 1, quarter: 3, year: 12 };
/** Weeks begin on Monday, and 1970 began on a Thursday. AWS does not say on which day a week begins. */
const FIRST_MONDAY = 4 * 86_400_000;

/** The period of a count and a unit in lower case; undefined for an unknown unit or the count 0. */
export function periodOf(count: number, unitName: string): Period | undefined {
  const unit = UNIT_OF.get(unitName);
  if (unit === undefined || count < 1) return undefined;
  return { count: Math.min(count, UNITS[unit].cap ?? 1000), unit };
}

/** The start of the period that a time (milliseconds since 1970) is in. Periods are counted in UTC. */
export function startOfPeriod(time: number, { count, unit }: Period): number {
  const ms = MS[unit];
  if (ms === undefined) {
    const date = new Date(time);
    const months = (MONTHS[unit] ?? 1) * count;
    return Date.UTC(1970, multipleBelow((date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth(), months));
  }
  const offset = unit === "week" ? FIRST_MONDAY : 0;
  return multipleBelow(time - offset, ms * count) + offset;
}

/** The time itself if a period begins there; otherwise the start of the next period. */
export function periodStartFrom(time: number, period: Period): number {
  const start = startOfPeriod(time, period);
  if (start === time) return time;
  const ms = MS[period.unit];
  if (ms !== undefined) return start + ms * period.count;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (MONTHS[period.unit] ?? 1) * period.count);
}

const multipleBelow = (value: number, step: number) => Math.floor(value / step) * step;
