import { type QueryToken, tokenizeQuery } from "#components/query/language/tokenize-query.ts";
import { MOST_PARAMETERS, PARAMETER } from "#lib/logs/insights/shared/query-parameters.ts";

/**
 * How a value is inserted, which follows from where its parameter is:
 * - `text`: between quotes. Quotes and backslashes of the value are escaped.
 * - `pattern`: between quotes in `parse`. As `text`, and an asterisk is refused because it would match anything.
 * - `regex`: in a regular expression. The value is escaped, so that it matches itself.
 * - `field`: in backticks. A name without backticks and backslashes.
 * - `period`: an argument of `bin`, `datefloor` or `dateceil`. A number with a unit.
 * - `count`: behind `limit`. A whole number.
 * - `value`: elsewhere. A number is inserted as it is; every other value as a text in quotes.
 * - `number`: as `value` in a command with a division, where a text could be read as a part of a regular expression. A number.
 */
export type ParameterUse = "text" | "pattern" | "regex" | "field" | "period" | "count" | "value" | "number";

/** A parameter with the ways in which its value is inserted. */
export interface QueryParameter {
  readonly name: string;
  readonly uses: readonly ParameterUse[];
}

interface Place {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly use: ParameterUse;
  /** The quote around it; "" without one. */
  readonly quote: string;
}

/** As many characters as AWS allows for the default value of a parameter. Source: CloudWatch Logs API reference, QueryParameter. */
const LONGEST_VALUE = 1024;
const NUMBER = /^-?\d{1,17}(?:\.\d{1,17})?$/;
/** Source: CloudWatch Logs user guide, "Supported operations and functions": the units of `bin`. */
const PERIOD =
  /^\d{1,6}\s?(?:ms|milliseconds?|msec|s|sec|seconds?|m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|weeks?|mo|mon|months?|q|qtr|quarters?|y|yr|yrs|years?)$/;
const TAKES_PERIOD = /^(?:bin|datefloor|dateceil)$/i;

/** The parameters of a query, in the order in which they come. A comment has none. */
export function parametersIn(text: string): readonly QueryParameter[] {
  const found = new Map<string, Set<ParameterUse>>();
  for (const { name, use } of placesIn(text)) found.set(name, (found.get(name) ?? new Set()).add(use));
  return [...found].map(([name, uses]) => ({ name, uses: [...uses] }));
}

/**
 * What keeps the parameters of a query from being replaced; null if nothing does. A text or a regular expression without its end would
 * take in what follows, so that nobody knows what a value is a part of.
 */
export function problemOfParameters(text: string): string | null {
  const places = placesIn(text);
  if (places.length === 0) return null;
  if (tokenizeQuery(text).some(isOpen))
    return "This query has parameters, so every quotation mark, backtick, and regular expression must be closed.";
  return new Set(places.map(({ name }) => name)).size > MOST_PARAMETERS ? `A query can have up to ${MOST_PARAMETERS} parameters.` : null;
}

/** What is wrong with the value of a parameter; null if nothing is. */
export function problemOfValue({ uses }: QueryParameter, value: string): string | null {
  if (value.trim() === "") return "Enter a value.";
  if (value.length > LONGEST_VALUE) return "A value can have up to 1,024 characters.";
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return "A value can’t contain line breaks or control characters.";
  for (const use of uses) {
    const problem = PROBLEMS[use]?.(value) ?? null;
    if (problem !== null) return problem;
  }
  return null;
}

const PROBLEMS: Readonly<Partial<Record<ParameterUse, (value: string) => string | null>>> = {
  pattern: (value) => (value.includes("*") ? "A value in the pattern of parse can’t contain an asterisk." : null),
  field: (value) => (/[`\\]/.test(value) ? "The name of a field can’t contain backticks or backslashes here." : null),
  period: (value) => (PERIOD.test(value.trim()) ? null : "Enter a period, for example 5m or 1h."),
  count: (value) => (/^\d{1,6}$/.test(value.trim()) ? null : "Enter a whole number."),
  number: (value) => (NUMBER.test(value.trim()) ? null : "Enter a number. To use text, put the parameter in quotation marks."),
};

/**
 * The query with the values of its parameters. No value can end the text, the name or the regular expression that it is in, or add a
 * command. AWS and the portal check the query like any other when it runs.
 * @param values one for each parameter, for which {@link problemOfValue} found nothing
 * @throws RangeError for a value or a query with a problem
 */
export function fillParameters(text: string, values: Readonly<Record<string, string>>): string {
  const problem = problemOfParameters(text);
  if (problem !== null) throw new RangeError(problem);
  let filled = "";
  let at = 0;
  for (const { name, from, to, use, quote } of placesIn(text)) {
    const value = Object.hasOwn(values, name) ? (values[name] ?? "") : "";
    if (problemOfValue({ name, uses: [use] }, value) !== null) throw new RangeError(`no value for ${name}`);
    filled += text.slice(at, from) + inserted(use, value, quote);
    at = to;
  }
  return filled + text.slice(at);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a place of a filled query is in the query as it was written. A place in a value is the whole parameter.
 * @param values those that {@link fillParameters} had
 */
export function placeInTemplate(
  { text, values }: { readonly text: string; readonly values: Readonly<Record<string, string>> },
  of: Span,
): Span {
  /** How many more characters the filled query has up to here. */
  let longer = 0;
  let [start, end] = [of.start, of.end];
  for (const { name, from, to, use, quote } of placesIn(text)) {
    const value = inserted(use, Object.hasOwn(values, name) ? (values[name] ?? "") : "", quote);
    const [first, last] = [from + longer, from + longer + value.length];
    longer += value.length - (to - from);
    if (of.start >= first) start = of.start < last ? from : of.start - longer;
    if (of.end > first) end = of.end <= last ? to : of.end - longer;
  }
  return { start, end };
}

function inserted(use: ParameterUse, value: string, quote: string): string {
  switch (use) {
    case "text":
    case "pattern":
      return value.replace(/[\\"']/g, (sign) => (sign === "\\" || sign === quote ? `\\${sign}` : sign));
    case "regex":
      return value.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    case "field":
      return value;
    case "value":
      return NUMBER.test(value.trim()) ? value.trim() : `"${value.replace(/[\\"]/g, "\\$&")}"`;
    case "period":
    case "count":
    case "number":
      return value.trim();
  }
}

function placesIn(text: string): readonly Place[] {
  const tokens = tokenizeQuery(text).filter(({ kind }) => kind !== "comment");
  return tokens.flatMap((token, n) =>
    [...token.text.matchAll(PARAMETER)].map((match): Place => {
      const from = token.from + match.index;
      return { name: match[1] ?? "", from, to: from + match[0].length, use: useAt(tokens, n), quote: token.text[0] ?? "" };
    }),
  );
}

/** How a value is inserted into the token at `n`. */
function useAt(tokens: readonly QueryToken[], n: number): ParameterUse {
  const token = tokens[n];
  const pipe = tokens.slice(0, n).findLastIndex(({ text }) => text === "|");
  const before = tokens.slice(pipe + 1, n);
  const command = before[0]?.text.toLowerCase();
  if (token?.kind === "string") return command === "parse" ? "pattern" : "text";
  if (token?.kind === "regex") return "regex";
  if (token?.text.startsWith("`")) return "field";
  if (TAKES_PERIOD.test(functionAround(before))) return "period";
  if (command === "limit" || command === "head" || command === "tail") return "count";
  return before.some(({ text }) => text === "/") ? "number" : "value";
}

/** The function whose arguments are open at the end of these tokens; "" without one. */
function functionAround(before: readonly QueryToken[]): string {
  let closed = 0;
  for (let n = before.length - 1; n >= 0; n--) {
    const text = before[n]?.text;
    if (text === ")") closed += 1;
    if (text === "(" && closed-- === 0) return before[n - 1]?.text ?? "";
  }
  return "";
}

/** Whether a token with an opening sign lacks its closing one. */
function isOpen({ kind, text }: QueryToken): boolean {
  const sign = text[0];
  if (kind === "word") return sign === "`" && (text.length === 1 || !text.endsWith("`"));
  if (kind !== "string" && kind !== "regex") return false;
  return text.length === 1 || !text.endsWith(sign ?? "") || /(?<!\\)(?:\\\\)*\\.$/s.test(text);
}
