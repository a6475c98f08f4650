import type { EventFilter } from "./event-filter.ts";
import { invalidPattern, regexOf } from "./event-filter.ts";

interface Term {
  readonly sign: "+" | "-" | "?";
  readonly matches: EventFilter;
}

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"]+))/y;

/**
 * `timeout "two words" -debug ?a ?b %re[gex]%`: all plain terms must occur, none of the excluded; of the optional ones
 * any, and they count only when there is nothing else. A term with other than letters, digits and `_` needs quotes.
 */
export function parseTermPattern(text: string): EventFilter {
  const terms: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const match = TERM.exec(text);
    if (match === null) throw invalidPattern("unmatched quote");
    terms.push(termOf(match));
    while (/\s/.test(text[TERM.lastIndex] ?? "")) TERM.lastIndex++;
  }
  const required = terms.filter((term) => term.sign === "+");
  const excluded = terms.filter((term) => term.sign === "-");
  const optional = terms.filter((term) => term.sign === "?");
  if (required.length + excluded.length === 0) return (message) => optional.some((term) => term.matches(message));
  return (message) => required.every((term) => term.matches(message)) && !excluded.some((term) => term.matches(message));
}

function termOf([, sign, quoted, regex, bare]: RegExpExecArray): Term {
  const mark = sign === "-" || sign === "?" ? sign : "+";
  if (regex !== undefined) {
    const compiled = regexOf(regex);
    return { sign: mark, matches: (message) => compiled.test(message) };
  }
  if (bare !== undefined && !/^[\p{L}\p{N}_]+$/u.test(bare)) throw invalidPattern(`Invalid character(s) in term '${bare}'`);
  const wanted = quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1");
  return { sign: mark, matches: (message) => message.includes(wanted) };
}
