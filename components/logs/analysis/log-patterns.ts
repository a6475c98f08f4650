import { type Level, readLogLine } from "#components/logs/events/read-log-line.ts";
import type { Clause } from "#components/logs/search/add-to-pattern.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** Lines of one shape: the words that all have, and a gap where they differ. */
export interface LogPattern {
  /** The words in order; null is a gap. */
  readonly words: readonly (string | null)[];
  readonly count: number;
  readonly level: Level | null;
  /** The newest line of the shape as it is. */
  readonly sample: string;
  /** What asks for lines of this shape; none where AWS's language cannot say it. */
  readonly clauses: readonly Clause[];
}

export interface LogPatterns {
  readonly counted: number;
  /** The most frequent first. */
  readonly patterns: readonly LogPattern[];
  /** Lines beyond the bound, whose shape was not looked at further. */
  readonly others: number;
}

export interface PatternCounter {
  /** Looks at the events from where it stands, at most `most` of them; answers whether that was all. */
  add(events: readonly LogEventView[], most: number): boolean;
  patterns(): LogPatterns;
}

/** Bounds, so that hostile lines cost no more than plain ones. */
const MOST_SHAPES = 400;
const MOST_WORDS = 60;
const LONGEST = 2000;
/** Lines whose words agree in so many places are of one shape. */
const ALIKE = 0.6;
const NAMES = ["msg", "message", "event", "error"];

/** What differs from line to line though it means the same: numbers, ids, addresses, times, quoted values. */
const VARYING =
  /^["'([<{]*(?:[+-]?[0-9][0-9.,:_/%-]*[a-zA-Zµ%]{0,3}|0x[0-9a-f]+|(?=\S*[0-9])[0-9a-fA-F-]{8,}|(?=\S*[0-9])\S*[0-9]{3,}\S*|(?=\S*[0-9])[\w.-]+@\S+)["')\]>},.;:]*$/;

interface Shape {
  words: (string | null)[];
  count: number;
  level: Level | null;
  sample: string;
  field: string | null;
}

/**
 * Groups lines of one shape, in the manner of Drain (He et al., 2017): lines of the same number of words and the same first
 * fixed word are compared place by place, and what differs becomes a gap. A JSON line is known by its message.
 */
export function countPatterns(): PatternCounter {
  const drawers = new Map<string, Shape[]>();
  let shapes = 0;
  let counted = 0;
  let others = 0;

  function count(message: string): void {
    const { level, fields } = readLogLine(message);
    const field = NAMES.find((name) => typeof fields?.[name] === "string" && fields[name] !== "") ?? null;
    const text = (field === null ? message : String(fields?.[field])).slice(0, LONGEST);
    const words = wordsOf(text);
    const key = `${field}/${level}/${words.length}/${words[0] ?? ""}`;
    const drawer = drawers.get(key) ?? [];
    const known = drawer.find((shape) => likeness(shape.words, words) >= ALIKE);
    if (known !== undefined) {
      known.count += 1;
      known.words = known.words.map((word, n) => (word === words[n] ? word : null));
      return;
    }
    if (shapes >= MOST_SHAPES) {
      others += 1;
      return;
    }
    shapes += 1;
    drawers.set(key, drawer);
    drawer.push({ words, count: 1, level, sample: message, field });
  }

  return {
    add(events, most) {
      const end = Math.min(events.length, counted + most);
      for (; counted < end; counted++) count(events[counted]?.message ?? "");
      return counted >= events.length;
    },
    patterns: () => ({
      counted,
      others,
      patterns: [...drawers.values()]
        .flat()
        .sort((a, b) => b.count - a.count)
        .map(({ words, count: times, level, sample, field }) => ({ words, count: times, level, sample, clauses: clausesOf(words, field) })),
    }),
  };
}

/** A line's words, what varies masked. Beyond the bound the rest is one gap. */
function wordsOf(text: string): (string | null)[] {
  const words = text.trim().split(/\s+/);
  const shown = words.slice(0, MOST_WORDS).map((word) => (VARYING.test(word) ? null : word));
  return words.length > MOST_WORDS ? [...shown, null] : shown;
}

/** How many places agree, of those that are words. */
function likeness(shape: readonly (string | null)[], words: readonly (string | null)[]): number {
  if (shape.length === 0) return 1;
  let same = 0;
  for (let n = 0; n < shape.length; n++) if (shape[n] === words[n] || (shape[n] === null && words[n] === null)) same += 1;
  return same / shape.length;
}

/** A field's shape is asked for with asterisks, which its selector knows; a plain line's by its own fixed pieces. */
function clausesOf(words: readonly (string | null)[], field: string | null): Clause[] {
  const pieces: string[][] = [[]];
  for (const word of words) {
    if (word === null) pieces.push([]);
    else pieces.at(-1)?.push(word);
  }
  const phrases = pieces.map((piece) => piece.join(" ")).filter((phrase) => phrase !== "");
  if (phrases.length === 0) return [];
  if (field === null)
    return phrases
      .toSorted((a, b) => b.length - a.length)
      .slice(0, 4)
      .map((word) => ({ kind: "word", word }));
  const value = words
    .map((word) => word ?? "*")
    .join(" ")
    .replaceAll(/\*(?: \*)+/g, "*");
  return [value.includes("*") ? { kind: "like", path: [field], value } : { kind: "field", path: [field], value }];
}
