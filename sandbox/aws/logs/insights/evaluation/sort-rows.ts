import { compareSortValues, type SortValue, sortValueOf } from "./compare-values.ts";
import type { SortPlan } from "./plan-query.ts";
import type { Row } from "./row.ts";

/** A row with its place in the order before, and the values by which it is sorted. */
export interface Sortable {
  readonly row: Row;
  readonly place: number;
  readonly values: readonly SortValue[];
}

export function sortableOf(row: Row, place: number, keys: readonly SortPlan[]): Sortable {
  return { row, place, values: keys.map(({ value }) => sortValueOf(value(row))) };
}

/** Compares by the keys; equal rows keep their order. */
function compareSortables(a: Sortable, b: Sortable, keys: readonly SortPlan[]): number {
  for (const [n, { isDescending }] of keys.entries()) {
    const [x, y] = [a.values[n], b.values[n]];
    const order = x === undefined || y === undefined ? 0 : compareSortValues(x, y);
    if (order !== 0) return isDescending ? -order : order;
  }
  return a.place - b.place;
}

/** Rows sorted at once, and rows merged before other work is possible. */
const RUN = 500;

/** Sorts rows in steps, so that a large result does not block the process: a merge sort that yields after every 500 rows. */
export function* sortRows(rows: readonly Sortable[], keys: readonly SortPlan[]): Generator<void, Row[]> {
  const compare = (a: Sortable, b: Sortable) => compareSortables(a, b, keys);
  let runs: Sortable[][] = [];
  for (let from = 0; from < rows.length; from += RUN) {
    runs.push(rows.slice(from, from + RUN).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: Sortable[][] = [];
    for (let n = 0; n < runs.length; n += 2) merged.push(yield* merge(runs[n] ?? [], runs[n + 1] ?? [], compare));
    runs = merged;
  }
  return (runs[0] ?? []).map(({ row }) => row);
}

function* merge(
  left: readonly Sortable[],
  right: readonly Sortable[],
  compare: (a: Sortable, b: Sortable) => number,
): Generator<void, Sortable[]> {
  const merged: Sortable[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a !== undefined && (b === undefined || compare(a, b) <= 0)) {
      merged.push(a);
      i++;
    } else if (b !== undefined) {
      merged.push(b);
      j++;
    }
    if (merged.length % RUN === 0) yield;
  }
  return merged;
}

/** Keeps the first rows of an order: a heap whose first row is the one that leaves next. */
export class FirstRows {
  readonly #keys: readonly SortPlan[];
  readonly #count: number;
  readonly #heap: Sortable[] = [];

  constructor(keys: readonly SortPlan[], count: number) {
    this.#keys = keys;
    this.#count = count;
  }

  /** @returns whether the number of rows grew */
  add(row: Sortable): boolean {
    const heap = this.#heap;
    if (heap.length < this.#count) {
      heap.push(row);
      this.#rise(heap.length - 1);
      return true;
    }
    const [worst] = heap;
    if (worst !== undefined && compareSortables(row, worst, this.#keys) < 0) {
      heap[0] = row;
      this.#sink();
    }
    return false;
  }

  rows(): Generator<void, Row[]> {
    return sortRows(this.#heap, this.#keys);
  }

  /** Whether the row at a position of the heap belongs after the one at another. */
  #isAfter(at: number, other: number): boolean {
    const [a, b] = [this.#heap[at], this.#heap[other]];
    return a !== undefined && b !== undefined && compareSortables(a, b, this.#keys) > 0;
  }

  #swap(at: number, other: number): void {
    const [a, b] = [this.#heap[at], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[at] = b;
    this.#heap[other] = a;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let last = at;
      if (left < this.#heap.length && this.#isAfter(left, last)) last = left;
      if (right < this.#heap.length && this.#isAfter(right, last)) last = right;
      if (last === at) return;
      this.#swap(at, last);
      at = last;
    }
  }
}
