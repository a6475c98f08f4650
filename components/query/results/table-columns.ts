import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import { longNumber } from "#components/query/chart/scale.ts";

/** A column of the table of results, as the person sees it. */
export interface TableColumn {
  readonly name: string;
  /** Its place in the rows. */
  readonly at: number;
  readonly hidden: boolean;
  /** Pixels. */
  readonly width: number;
  /** Whether every value is a number: then it is aligned at the right, and sorted by value. */
  readonly numeric: boolean;
  /** Whether its times are shown to the minute where they are whole minutes. */
  readonly minutes: boolean;
}

/** A number as it is shown: digits are grouped, but only of what surely is a quantity, not of an account ID or a code with zeros in front. */
export const quantityText = (value: string): string | null =>
  /^-?(0|[1-9]\d{0,10})(\.\d+)?$/.test(value) ? longNumber(Number(value)) : null;

/** A time that is a whole minute, as those of most bins are. */
const WHOLE_MINUTE = /^\d{4}-\d\d-\d\d \d\d:\d\d:00\.000$/;
const MINUTE_LENGTH = "2026-12-01 09:20".length;

/** A time as it is shown to the minute; null for what has seconds too, or is no time. */
export const minuteText = (value: string): string | null => (WHOLE_MINUTE.test(value) ? value.slice(0, MINUTE_LENGTH) : null);

/** Rows that are looked at to choose widths and alignment. */
const SAMPLED = 200;
export const NARROWEST = 48;

interface Measures {
  readonly character: number;
  readonly padding: number;
  readonly widest: number;
}

const WIDE: Measures = { character: 7.6, padding: 28, widest: 640 };
/** For a phone, whose table has a smaller font: a whole time and as much of the column beside it, or four columns of numbers. */
const NARROW: Measures = { character: 7, padding: 13, widest: 176 };

/**
 * The columns of a result, as wide as their contents. Pointers to events (`@ptr`) are not for people.
 * @param narrow whether the screen is narrow. Then columns are cut rather than out of sight: an opened row has all of a value
 */
export function columnsOf({ columns, rows }: QueryTable, narrow = false): readonly TableColumn[] {
  const { character, padding, widest } = narrow ? NARROW : WIDE;
  const sample = rows.slice(0, SAMPLED);
  return columns.flatMap((name, at) => {
    if (name === "@ptr") return [];
    const values = sample.flatMap((row) => row[at] ?? []);
    const numeric = values.length > 0 && values.every((value) => value.trim() !== "" && Number.isFinite(Number(value)));
    const minutes = narrow && values.length > 0 && values.every((value) => minuteText(value) !== null);
    const lengths = values.map((value) => (minutes ? MINUTE_LENGTH : ((numeric ? quantityText(value) : null) ?? value).length));
    const longest = lengths.reduce((most, length) => Math.max(most, length), name.length + 2);
    return [
      {
        name,
        at,
        hidden: false,
        width: Math.min(widest, Math.max(NARROWEST, Math.round(longest * character) + padding)),
        numeric,
        minutes,
      },
    ];
  });
}

/** Moves a column before (`-1`) or after (`1`) its neighbor. */
export function movedColumn(columns: readonly TableColumn[], name: string, by: -1 | 1): readonly TableColumn[] {
  const from = columns.findIndex((column) => column.name === name);
  const to = from + by;
  const [moved, other] = [columns[from], columns[to]];
  if (moved === undefined || other === undefined) return columns;
  return columns.map((column, at) => (at === from ? other : at === to ? moved : column));
}

/** Moves a column to a place among all columns, as a drag does. */
export function columnMovedTo(columns: readonly TableColumn[], name: string, place: number): readonly TableColumn[] {
  const moved = columns.find((column) => column.name === name);
  if (moved === undefined) return columns;
  return columns.filter((column) => column !== moved).toSpliced(Math.max(0, place), 0, moved);
}

/** The columns of a new result: those with the same names keep their place, width and visibility. */
export function keptColumns(before: readonly TableColumn[], next: readonly TableColumn[]): readonly TableColumn[] {
  if (
    before
      .map(({ name }) => name)
      .toSorted()
      .join("\n") !==
    next
      .map(({ name }) => name)
      .toSorted()
      .join("\n")
  )
    return next;
  return before.flatMap((old) => {
    const found = next.find(({ name }) => name === old.name);
    return found === undefined ? [] : [{ ...found, hidden: old.hidden, width: old.width }];
  });
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** The numbers of the rows in the order to show them. Rows without a value come last. */
export function sortedRows({ rows }: QueryTable, columns: readonly TableColumn[], sort: TableSort | null): readonly number[] {
  const places = rows.map((_, n) => n);
  const column = columns.find(({ name }) => name === sort?.column);
  if (sort === null || column === undefined) return places;
  const sign = sort.descending ? -1 : 1;
  const values = rows.map((row) => row[column.at] ?? null);
  // Converted once, not at each comparison: a hundred thousand rows need almost two million of them.
  const numbers = column.numeric ? values.map((value) => (value === null ? null : Number(value))) : null;
  const difference = numbers === null ? textDifference(values) : (a: number, b: number) => (numbers[a] ?? 0) - (numbers[b] ?? 0);
  return places.toSorted((a, b) => {
    const [x, y] = [values[a] ?? null, values[b] ?? null];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return sign * difference(a, b) || a - b;
  });
}

/** Times as AWS writes them are in order as plain text, which is much faster than a comparison by the rules of a language. */
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;

function textDifference(values: readonly (string | null)[]): (a: number, b: number) => number {
  if (values.every((value) => value === null || TIME.test(value)))
    return (a, b) => ((values[a] ?? "") < (values[b] ?? "") ? -1 : values[a] === values[b] ? 0 : 1);
  const { compare } = new Intl.Collator("en", { numeric: true });
  return (a, b) => compare(values[a] ?? "", values[b] ?? "");
}

/** The rows that contain the words, in the order shown, whatever the case; only visible columns count. */
export function findRows(
  { rows }: QueryTable,
  order: readonly number[],
  columns: readonly TableColumn[],
  words: string,
): readonly number[] {
  const wanted = words.trim();
  if (wanted === "") return [];
  // A regular expression makes no lower-case copy of every value.
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu");
  const places = columns.filter(({ hidden }) => !hidden).map(({ at }) => at);
  const hits: number[] = [];
  order.forEach((row, shown) => {
    const values = rows[row];
    if (values !== undefined && places.some((at) => pattern.test(values[at] ?? ""))) hits.push(shown);
  });
  return hits;
}
