/** A piece of a line; `hit` marks a search match. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** The terms of a CloudWatch filter pattern that can be highlighted. JSON selectors and exclusions have none. */
export function termsOf(pattern: string): string[] {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed)) return [];
  const terms = [...trimmed.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)];
  return terms
    .filter(([, sign]) => sign !== "-")
    .map(([, , quoted, word]) => (quoted ?? word ?? "").replaceAll('\\"', '"'))
    .filter((term) => term !== "");
}

/** Splits a line at the terms, case-sensitive as in CloudWatch, or not. Uses plain string search, so that no pattern is slow. */
export function highlightTerms(text: string, terms: readonly string[], matching: "same-case" | "any-case" = "same-case"): Piece[] {
  const fold = (words: string) => (matching === "same-case" ? words : words.toLowerCase());
  const [line, wanted] = [fold(text), terms.map(fold)];
  // A few characters change their length in lower case, so positions would not match the original.
  if (line.length !== text.length) return [{ text, hit: false }];
  const pieces: Piece[] = [];
  for (let from = 0; from < text.length; ) {
    const next = nextHit(line, wanted, from);
    if (next === undefined || pieces.length > 200) return [...pieces, { text: text.slice(from), hit: false }];
    if (next.at > from) pieces.push({ text: text.slice(from, next.at), hit: false });
    from = next.at + next.term.length;
    pieces.push({ text: text.slice(next.at, from), hit: true });
  }
  return pieces;
}

function nextHit(text: string, terms: readonly string[], from: number): { at: number; term: string } | undefined {
  let best: { at: number; term: string } | undefined;
  for (const term of terms) {
    const at = text.indexOf(term, from);
    if (at >= 0 && (best === undefined || at < best.at || (at === best.at && term.length > best.term.length))) best = { at, term };
  }
  return best;
}

/** A JSON line split around its message. The rest is paler, and on a narrow screen the message comes first. */
export interface LinePieces {
  readonly before: string;
  readonly message: string;
  readonly after: string;
}

const NAMES = ["msg", "message", "event"];

/** Splits a line at its message, exactly as written there. A line without one is all message. */
export function linePieces(line: string, fields: Readonly<Record<string, unknown>> | null): LinePieces {
  for (const name of NAMES) {
    const value = fields?.[name];
    if (typeof value !== "string" || value === "") continue;
    const escaped = JSON.stringify(value).slice(1, -1);
    const key = line.indexOf(`"${name}"`);
    const at = key < 0 ? -1 : line.indexOf(escaped, key + name.length + 2);
    if (at >= 0) return { before: line.slice(0, at), message: escaped, after: line.slice(at + escaped.length) };
  }
  return { before: "", message: line, after: "" };
}
