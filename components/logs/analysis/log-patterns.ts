import type { Clause } from "#components/logs/pattern/add-to-pattern.ts";
import { type Level, readLogLine } from "#components/logs/text/read-log-line.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** A group of similar lines: the words they share, and gaps where they differ. */
export interface LogPattern {
  /** The words in order; null is a gap. */
  readonly words: readonly (string | null)[];
  readonly count: number;
  readonly level: Level | null;
  /** The newest line of the group, unchanged. */
  readonly sample: string;
  /** The filter pattern that finds these lines; null when the syntax can't express it. */
  readonly clauses: readonly Clause[];
}

export interface LogPatterns {
  readonly counted: number;
  /** The most frequent first. */
  readonly patterns: readonly LogPattern[];
  /** Number of lines that were not grouped because a limit was reached. */
  readonly others: number;
}

export interface PatternCounter {
  /** Processes at most `most` further events; returns whether all are processed. */
  add(events: readonly LogEventView[], most: number): boolean;
  patterns(): LogPatterns;
}

/** Limits, so that malicious lines cost no more than ordinary ones. */
const MAX_SHAPES = 400;
const MAX_WORDS = 60;
const MAX_LENGTH = 2000;
/** Lines with at least this share of equal words belong to one group. */
const ALIKE = 0.6;
const NAMES = ["msg", "message", "event", "error"];

/** Values that differ between lines of the same meaning: numbers, IDs, addresses, times, quoted values. */
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
 * Groups similar lines with the Drain algorithm (He et al., 2017): lines with the same number of words and the same
 * first fixed word are compared word by word, and differences become gaps. A JSON line is grouped by its message.
 */
export function countPatterns(): PatternCounter {
  const drawers = new Map<string, Shape[]>();
  let shapes = 0;
  let counted = 0;
  let others = 0;

  function count(message: string): void {
    const { level, fields } = readLogLine(message);
    const field = NAMES.find((name) => typeof fields?.[name] === "string" && fields[name] !== "") ?? null;
    const text = (field === null ? message : String(fields?.[field])).slice(0, MAX_LENGTH);
    const words = wordsOf(text);
    const key = `${field}/${level}/${words.length}/${words[0] ?? ""}`;
    const drawer = drawers.get(key) ?? [];
    const known = drawer.find((shape) => likeness(shape.words, words) >= ALIKE);
    if (known !== undefined) {
      known.count += 1;
      known.words = known.words.map((word, n) => (word === words[n] ? word : null));
      return;
    }
    if (shapes >= MAX_SHAPES) {
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

/** A line's words with varying values masked. Beyond the limit the rest is one gap. */
function wordsOf(text: string): (string | null)[] {
  const words = text.trim().split(/\s+/);
  const firstWords = words.slice(0, MAX_WORDS).map((word) => (VARYING.test(word) ? null : word));
  return words.length > MAX_WORDS ? [...firstWords, null] : firstWords;
}

/** The number of equal words, not counting gaps. */
function likeness(shape: readonly (string | null)[], words: readonly (string | null)[]): number {
  if (shape.length === 0) return 1;
  let same = 0;
  for (let n = 0; n < shape.length; n++) if (shape[n] === words[n] || (shape[n] === null && words[n] === null)) same += 1;
  return same / shape.length;
}

/** A field is matched with asterisks in its selector; a plain line is matched by its fixed pieces. */
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
