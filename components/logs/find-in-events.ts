import type { LogEventView } from "#lib/logs/log-view.ts";

/** Rows of one step: looked through in far less than a millisecond. */
export const ROWS_PER_STEP = 4000;

/** The messages of a step's rows as one text: read from end to end it is several times as fast as row by row. */
interface Haystack {
  readonly text: string;
  /** Where each row's message begins. */
  readonly starts: Uint32Array;
  readonly first: LogEventView | undefined;
  readonly last: LogEventView | undefined;
}

export interface Finder {
  /** The rows that hold the words, in any case, among at most a step's rows from `from`, which is a multiple of a step. */
  find(events: readonly LogEventView[], words: string, from: number): number[];
}

/** Keeps the texts it has looked through, so that the next words are found sooner, also when more has been loaded since. */
export function createFinder(): Finder {
  const kept = new Map<number, Haystack>();
  const haystack = (events: readonly LogEventView[], from: number): Haystack => {
    const end = Math.min(events.length, from + ROWS_PER_STEP);
    const known = kept.get(from);
    if (known?.starts.length === end - from && known.first === events[from] && known.last === events[end - 1]) return known;
    const made = haystackOf(events.slice(from, end));
    kept.set(from, made);
    return made;
  };
  return { find: (events, words, from) => rowsWith(haystack(events, from), words).map((row) => from + row) };
}

function haystackOf(rows: readonly LogEventView[]): Haystack {
  const starts = new Uint32Array(rows.length);
  let at = 0;
  rows.forEach(({ message }, row) => {
    starts[row] = at;
    at += message.length + 1;
  });
  return { text: rows.map(({ message }) => message).join("\n"), starts, first: rows[0], last: rows.at(-1) };
}

/** A regular expression without any power of one: it cannot be slow. Words have no line break, so no hit spans two rows. */
function rowsWith({ text, starts }: Haystack, words: string): number[] {
  const wanted = new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "gi");
  const found: number[] = [];
  let row = 0;
  while (wanted.test(text)) {
    const end = wanted.lastIndex;
    while ((starts[row + 1] ?? Number.POSITIVE_INFINITY) < end) row += 1;
    found.push(row);
    const next = starts[row + 1];
    if (next === undefined) break;
    wanted.lastIndex = next;
  }
  return found;
}

/** The next hit after (or, backwards, before) a row, round the end; null when there is none. */
export function hitBeside(hits: readonly number[], row: number, step: 1 | -1): number | null {
  if (hits.length === 0) return null;
  const after = step === 1 ? hits.find((hit) => hit > row) : hits.findLast((hit) => hit < row);
  return after ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}
