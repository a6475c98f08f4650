import type { QueryReader } from "./query-reader.ts";
import { malformedQuery } from "./query-tokens.ts";
import type { InsightsRecord } from "./record-of.ts";

export type Row = Map<string, string | number>;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

interface Measure {
  readonly label: string;
  readonly of: (records: readonly InsightsRecord[]) => string | number | undefined;
}

interface Grouping {
  readonly label: string;
  readonly of: (record: InsightsRecord) => string | number | undefined;
}

/** Parses `stats count(*) as n, avg(ms) by bin(5m), level`, which yields one row for each combination. */
export function parseStats(reader: QueryReader): (records: readonly InsightsRecord[]) => Row[] {
  const measures = [measure(reader)];
  while (reader.takes(",")) measures.push(measure(reader));
  const groupings: Grouping[] = [];
  if (reader.takes("by")) {
    groupings.push(grouping(reader));
    while (reader.takes(",")) groupings.push(grouping(reader));
  }
  return (records) => {
    const groups = Map.groupBy(records, (record) => JSON.stringify(groupings.map((each) => each.of(record) ?? "")));
    return [...groups.values()].map((group) => {
      const row: Row = new Map();
      for (const each of groupings) set(row, each.label, group[0] === undefined ? undefined : each.of(group[0]));
      for (const each of measures) set(row, each.label, each.of(group));
      return row;
    });
  };
}

function set(row: Row, label: string, value: string | number | undefined): void {
  if (value !== undefined) row.set(label, value);
}

function measure(reader: QueryReader): Measure {
  const name = reader.name().toLowerCase();
  reader.needs("(");
  const field = reader.takes("*") || name === "count_all" ? "*" : reader.name();
  reader.needs(")");
  const numbers = (records: readonly InsightsRecord[]) =>
    records.map((record) => Number(record.get(field) ?? Number.NaN)).filter((n) => !Number.isNaN(n));
  const sum = (all: readonly number[]) => all.reduce((total, n) => total + n, 0);
  const extreme = (pick: (a: number, b: number) => number) => (records: readonly InsightsRecord[]) => {
    const all = numbers(records);
    return all.length === 0 ? undefined : all.reduce(pick);
  };
  const measures: Readonly<Record<string, Measure["of"]>> = {
    count: (records) => (field === "*" ? records.length : records.filter((record) => record.has(field)).length),
    count_distinct: (records) => new Set(records.map((record) => record.get(field))).size,
    sum: (records) => sum(numbers(records)),
    avg: (records) => sum(numbers(records)) / Math.max(1, numbers(records).length),
    min: extreme(Math.min),
    max: extreme(Math.max),
  };
  const of = measures[name];
  if (of === undefined) throw malformedQuery(`${name} is not a stats function`);
  return { label: reader.takes("as") ? reader.name() : `${name}(${field})`, of };
}

function grouping(reader: QueryReader): Grouping {
  const field = reader.name();
  if (field.toLowerCase() !== "bin") return { label: field, of: (record) => record.get(field) };
  reader.needs("(");
  const period = reader.name();
  reader.needs(")");
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/.exec(period) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (!(ms > 0)) throw malformedQuery(`bin(${period}) is not a valid period`);
  const label = reader.takes("as") ? reader.name() : `bin(${period})`;
  return { label, of: (record) => insightsTime(Math.floor(Number(record.get("@timestamp")) / ms) * ms) };
}

/** A time in the format of Logs Insights: `2026-11-24 08:15:00.000`. */
export function insightsTime(time: number): string {
  return new Date(time).toISOString().replace("T", " ").slice(0, 23);
}
