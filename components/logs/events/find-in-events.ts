import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** Rows of one step: looked through in far less than a millisecond. */
export const ROWS_PER_STEP = 4000;

/** The messages of a step's rows as one text in small letters: read from end to end it is several times as fast as row by row. */
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
  const messages = rows.map(({ message }) => message.toLowerCase());
  const starts = new Uint32Array(rows.length);
  let at = 0;
  messages.forEach(({ length }, row) => {
    starts[row] = at;
    at += length + 1;
  });
  return { text: messages.join("\n"), starts, first: rows[0], last: rows.at(-1) };
}

/** Words have no line break, so no hit spans two rows; of a row that has them often, the first is enough. */
function rowsWith({ text, starts }: Haystack, words: string): number[] {
  const endAfter = searchFor(words.toLowerCase());
  const found: number[] = [];
  let row = 0;
  for (let end = endAfter(text, 0); end > 0; end = endAfter(text, starts[row] ?? 0)) {
    while ((starts[row + 1] ?? Number.POSITIVE_INFINITY) < end) row += 1;
    found.push(row);
    row += 1;
    if (row === starts.length) break;
  }
  return found;
}

/** Longer words are found sooner by a regular expression, as measured in 26 MB of JSON lines; it has no power of one. */
const LONG = 7;

/** Answers where the words end that come next from a place on, or 0. */
function searchFor(words: string): (text: string, from: number) => number {
  if (words.length < LONG)
    return (text, from) => {
      const at = text.indexOf(words, from);
      return at === -1 ? 0 : at + words.length;
    };
  const wanted = new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "gi");
  return (text, from) => {
    wanted.lastIndex = from;
    return wanted.test(text) ? wanted.lastIndex : 0;
  };
}

/** The next hit after (or, backwards, before) a row, round the end; null when there is none. */
export function hitBeside(hits: readonly number[], row: number, step: 1 | -1): number | null {
  if (hits.length === 0) return null;
  const after = step === 1 ? hits.find((hit) => hit > row) : hits.findLast((hit) => hit < row);
  return after ?? (step === 1 ? hits[0] : hits.at(-1)) ?? null;
}
