import { type EventFilter, invalidPattern, regexOf } from "./event-filter.ts";

interface Term {
  readonly sign: "+" | "-" | "?";
  readonly matches: EventFilter;
}

const TERM = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([^\s"]+))/y;

/**
 * Parses `timeout "two words" -debug ?a ?b %re[gex]%`. All plain terms must occur and no `-` term may occur. One of the `?` terms
 * must occur, but only when there are no other terms. A term with characters other than alphanumeric ones and `_` needs
 * quotes.
 */
export function parseTermPattern(text: string): EventFilter {
  const terms: Term[] = [];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const match = TERM.exec(text);
    if (match === null) throw invalidPattern();
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
  const normalizedSign = sign === "-" || sign === "?" ? sign : "+";
  if (regex !== undefined) {
    const compiled = regexOf(regex);
    return { sign: normalizedSign, matches: (message) => compiled.test(message) };
  }
  const [invalid] = bare === undefined ? (quoted === "" ? ['""'] : []) : (/[^\p{L}\p{N}_]+/u.exec(bare) ?? []);
  if (invalid !== undefined) throw invalidPattern(`Invalid character(s) in term '${invalid}'`);
  const wanted = quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1");
  return { sign: normalizedSign, matches: (message) => message.includes(wanted) };
}
