import { invalidPattern } from "./event-filter.ts";

export type JsonToken =
  | { readonly kind: "punctuation"; readonly text: "(" | ")" | "&&" | "||" | "=" | "!=" | "<" | "<=" | ">" | ">=" }
  /** The steps of a selector such as `$.a["b"][0]`. */
  | { readonly kind: "selector"; readonly steps: readonly (string | number | "*")[] }
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "regex"; readonly source: string }
  /** A word, a number or text with `*`, without quotes. */
  | { readonly kind: "word"; readonly text: string };

const PIECES =
  /\s*(?:(\$(?:\.?\[[^\]]*\]|\.[\p{L}\p{N}_@-]+)+)|(&&|\|\||!=|<=|>=|[()=<>])|"((?:[^"\\]|\\.)*)"|%([^%]+)%|([\p{L}\p{N}_.*:@/+-]+))\s*/uy;
const STEP = /\.?\[(?:"([^"]*)"|'([^']*)'|(\d+)|(\*))\]|\.([\p{L}\p{N}_@-]+)/gu;

/** Splits the text inside `{ … }` into tokens. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  PIECES.lastIndex = 0;
  while (PIECES.lastIndex < text.length) {
    const match = PIECES.exec(text);
    if (match === null) throw invalidPattern();
    const [, selector, punctuation, quoted, regex, word] = match;
    if (selector !== undefined) tokens.push({ kind: "selector", steps: stepsOf(selector) });
    else if (punctuation !== undefined) tokens.push({ kind: "punctuation", text: punctuation as "(" });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/g, "$1") });
    else if (regex !== undefined) tokens.push({ kind: "regex", source: regex });
    else tokens.push({ kind: "word", text: word ?? "" });
  }
  return tokens;
}

function stepsOf(selector: string): (string | number | "*")[] {
  const rest = selector.slice(1);
  const steps = [...rest.matchAll(STEP)].map(([, double, single, index, star, name]) =>
    index === undefined ? (star ?? double ?? single ?? name ?? "") : Number(index),
  );
  if (rest.replace(STEP, "") !== "" || steps.length === 0) throw invalidPattern();
  return steps;
}
