import { visibleText } from "#components/logs/text/visible-text.ts";
import { isTime, readStats, type StatsColumn } from "#components/query/language/read-stats.ts";
import { groupNames } from "./group-names.ts";

/** The rows of a query, as AWS returns them: text, in the order of the columns; null where a row lacks the field. */
export interface QueryTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One line or one stack of bars of a chart: its name, and a value for each place on the axis. Null where there is none. */
export interface Series {
  /** What tells it from the others of a panel; equal in the panels of a chart for the same group. */
  readonly key: string;
  /** Different from the names of the others of its panel. */
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** The key of the sum of the groups that are not shown. A group can have the same name, because names are log text. */
export const REST_KEY = "\u0000rest";

/** What an aggregate shows. Counts and sums add up, so they are stacked bars; averages and percentiles don't, so they are lines. */
export interface Panel {
  readonly name: string;
  /** What the values measure: a field, or "count" for counts, so that equal ones can share an axis. Empty if that is unknown. */
  readonly unit: string;
  readonly adds: boolean;
  readonly series: readonly Series[];
  /** How many series are neither shown nor part of the sum of the others, because their values don't add up. */
  readonly leftOut?: number;
}

/** How the rows of a query can be shown besides the table. */
export type QueryChart =
  /** Values over time. `times` are the beginnings of the bins, in milliseconds, without gaps; `binMs` is their length. */
  | {
      readonly kind: "time";
      readonly times: readonly number[];
      readonly binMs: number;
      readonly panels: readonly Panel[];
      readonly by: string;
    }
  /** One bar for each group, in the order of the rows. */
  | { readonly kind: "bars"; readonly groups: readonly string[]; readonly panels: readonly Panel[]; readonly by: string }
  /** Single values. */
  | { readonly kind: "number"; readonly numbers: readonly { readonly name: string; readonly value: number }[] }
  /** The rows are events, or have no numbers. */
  | { readonly kind: "none" };

/** A chart with more series is unreadable: the largest ones are shown, and the others together where that is their sum. */
export const MOST_SERIES = 10;
/** More bars are too thin to see: the table has all. */
export const MOST_BARS = 30;
/** Bins of a chart, with those that have no row. AWS returns 100,000 rows at most. */
const MOST_BINS = 20_000;

/** The aggregates whose values of parts add up to the value of the whole. */
const ADDS = /^(count|sum)$/;

/**
 * Chooses the chart for a result: values over time for a group by `bin`, bars for other groups, numbers for a single row. It depends
 * on the query, because AWS returns all values as text without saying which are groups.
 */
export function chartOf(query: string, { columns, rows }: QueryTable): QueryChart {
  const stats = readStats(query);
  if (stats === undefined || rows.length === 0) return { kind: "none" };
  const at = (name: string) => columns.indexOf(name);
  const aggregates = stats.aggregates.filter(({ name }) => at(name) >= 0 && rows.some((row) => numberOf(row[at(name)]) !== null));
  if (aggregates.length === 0) return { kind: "none" };
  const value = (row: QueryTable["rows"][number], name: string) => numberOf(row[at(name)]);
  const time = stats.groups.find((group) => isTime(group) && at(group.name) >= 0);
  const others = stats.groups.filter((group) => group !== time && at(group.name) >= 0);
  // Names and values are log text, so characters that change how text is shown become visible marks.
  const by = visibleText(others.map(({ name }) => name).join(", "), true);
  const groupOf = (row: QueryTable["rows"][number]) => others.map(({ name }) => row[at(name)] ?? null);
  if (time !== undefined) {
    const timeOf = (row: QueryTable["rows"][number]) => queryTime(row[at(time.name)]);
    const { times, binMs } = binsOf(rows.map(timeOf), time.args);
    if (times.length === 0) return { kind: "none" };
    const first = times[0] ?? 0;
    const points = rows.flatMap((row) => {
      const place = Math.round(((timeOf(row) ?? Number.NaN) - first) / binMs);
      return place >= 0 && place < times.length ? [{ row, place, key: JSON.stringify(groupOf(row)) }] : [];
    });
    // Rows that "display" took a group from: which of them a value belongs to is unknown.
    if (new Set(points.map(({ key, place }) => `${place} ${key}`)).size < points.length) return { kind: "none" };
    const pointsOf = (name: string) => points.map(({ row, place, key }) => ({ key, place, value: value(row, name) }));
    // All panels show the same groups, so that one legend fits them: the largest ones of the first that adds up.
    const ranked = aggregates.find(({ call }) => ADDS.test(call)) ?? aggregates[0];
    const groups = largestGroups(ranked === undefined ? [] : pointsOf(ranked.name));
    const panels = aggregates.map((aggregate) =>
      panelOf(measureOf(aggregate), pointsOf(aggregate.name), { ...groups, bins: times.length, isGrouped: others.length > 0 }),
    );
    return { kind: "time", times, binMs, panels, by };
  }
  if (others.length === 0) {
    // More rows without a group on the screen, as after "display", have no meaning as a number.
    if (rows.length > 1) return { kind: "none" };
    const [row] = rows;
    const numbers = aggregates.flatMap(({ name }) => {
      const found = row && value(row, name);
      return found === null || found === undefined ? [] : [{ name: visibleText(name, true), value: found }];
    });
    return numbers.length === 0 ? { kind: "none" } : { kind: "number", numbers };
  }
  const shown = rows.slice(0, MOST_BARS);
  const panels = aggregates.map((aggregate) => {
    const measure = measureOf(aggregate);
    return { ...measure, series: [{ key: measure.name, name: measure.name, values: shown.map((row) => value(row, aggregate.name)) }] };
  });
  return { kind: "bars", groups: groupNames(shown.map(groupOf)), panels, by };
}

type Measure = Pick<Panel, "name" | "unit" | "adds">;

function measureOf({ name, call, args }: StatsColumn): Measure {
  const [field = ""] = args.split(",");
  const unit = call === "" ? "" : /^count(_distinct)?$/.test(call) ? "count" : field.trim();
  return { name: visibleText(name, true), unit, adds: ADDS.test(call) };
}

interface Point {
  /** The values of its group, as JSON. */
  readonly key: string;
  readonly place: number;
  readonly value: number | null;
}

interface Groups {
  /** The largest ones by the sum of their values, the largest first. */
  readonly kept: readonly string[];
  /** How many more there are. */
  readonly beyond: number;
}

function largestGroups(points: readonly Point[]): Groups {
  const weights = new Map<string, number>();
  for (const { key, value } of points) weights.set(key, (weights.get(key) ?? 0) + Math.abs(value ?? 0));
  const kept = [...weights]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_SERIES)
    .map(([key]) => key);
  return { kept, beyond: weights.size - kept.length };
}

/**
 * The largest groups as series; the others added up to one, or left out where a sum would mean nothing. Only those that are shown
 * get a place for each bin: a result can have 10,000 series and as many bins.
 */
function panelOf(
  measure: Measure,
  points: readonly Point[],
  { kept, beyond, bins, isGrouped }: Groups & { readonly bins: number; readonly isGrouped: boolean },
): Panel {
  const { name, adds } = measure;
  const series = new Map(kept.map((key) => [key, new Array<number | null>(bins).fill(null)] as const));
  const rest = new Array<number | null>(bins).fill(null);
  for (const { key, place, value } of points) {
    const own = series.get(key);
    if (own !== undefined) own[place] = value;
    else if (value !== null) rest[place] = (rest[place] ?? 0) + value;
  }
  const restName = beyond === 1 ? "1 other" : `${beyond.toLocaleString("en")} others`;
  const names = groupNames(
    kept.map((key) => JSON.parse(key)),
    beyond === 0 ? [] : [restName],
  );
  const shown = [...series].map(
    ([key, values], n): Series => (isGrouped ? { key, name: names[n] ?? "", values } : { key: name, name, values }),
  );
  if (beyond === 0) return { ...measure, series: shown };
  const sum: Series = { key: REST_KEY, name: restName, values: rest };
  return adds ? { ...measure, series: [...shown, sum] } : { ...measure, series: shown, leftOut: beyond };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** AWS allows at most this many of a unit in `bin`, and takes the limit for a larger number. */
const MOST_OF_UNIT: Readonly<Record<string, number>> = { ms: 1000, s: 60, m: 60, h: 24 };

/** The bins from the first to the last, also those without a row, and their length in milliseconds. */
function binsOf(found: readonly (number | null)[], args: string): { readonly times: readonly number[]; readonly binMs: number } {
  const present = [...new Set(found.filter((at) => at !== null))].toSorted((a, b) => a - b);
  const [first, last] = [present[0], present.at(-1)];
  if (first === undefined || last === undefined) return { times: [], binMs: 0 };
  const gaps = present.slice(1).map((at, n) => at - (present[n] ?? at));
  const binMs = periodOf(args) ?? (gaps.length === 0 ? 60_000 : Math.min(...gaps));
  const bins = Math.min(MOST_BINS, Math.round((last - first) / binMs) + 1);
  return { times: Array.from({ length: bins }, (_, n) => first + n * binMs), binMs };
}

/** The period of `bin(5m)` or `datefloor(@timestamp, 5 minutes)` in milliseconds. Months and longer vary, so they have none. */
function periodOf(args: string): number | undefined {
  const [, digits, unit = ""] = /(\d+)\s*([a-z]+)\s*$/i.exec(args) ?? [];
  const short = /^(ms|msec|milliseconds?)$/i.test(unit)
    ? "ms"
    : /^(mo|mon|months?|q|qtr|quarters?|y|yr|years?)$/i.test(unit)
      ? ""
      : unit[0]?.toLowerCase();
  const one = UNITS[short ?? ""];
  if (digits === undefined || one === undefined) return undefined;
  return Math.max(1, Math.min(Number(digits), MOST_OF_UNIT[short ?? ""] ?? Number.POSITIVE_INFINITY)) * one;
}

function numberOf(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The time that AWS writes as `2026-11-30 10:40:00.000`, in UTC, in milliseconds. */
export function queryTime(text: string | null | undefined): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text ?? "")) return null;
  const at = Date.parse(`${text?.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? null : at;
}
