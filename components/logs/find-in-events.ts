import type { LogEventView } from "#lib/logs/log-view.ts";

/** Rows between two looks at the clock: far less than a millisecond. */
export const ROWS_PER_STEP = 4000;

/**
 * Where the words stand among the events from `from` on, at most a step's rows, in any case. A regular expression without
 * any power of one: no copy of each line is made to compare it, and it cannot be slow.
 */
export function findInEvents(events: readonly LogEventView[], words: string, from: number): number[] {
  const wanted = new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "i");
  const found: number[] = [];
  const end = Math.min(events.length, from + ROWS_PER_STEP);
  for (let n = from; n < end; n++) if (wanted.test(events[n]?.message ?? "")) found.push(n);
  return found;
}

/** The next hit after (or, backwards, before) a row, round the end; null when there is none. */
export function hitBeside(hits: readonly number[], row: number, step: 1 | -1): number | null {
  if (hits.length === 0) return null;
  const after = step === 1 ? hits.find((hit) => hit > row) : hits.findLast((hit) => hit < row);
  return after ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}
