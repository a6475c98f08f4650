import { matchesWildcard } from "#sandbox/aws/iam/policy/wildcard.ts";
import { checkRegexCount, type EventFilter, invalidPattern, regexOf } from "./event-filter.ts";
import { type JsonToken, jsonTokens } from "./json-tokens.ts";

/** Whether a parsed message matches. */
type FieldTest = (document: unknown) => boolean;

/**
 * Parses `{ $.level = "error" && ($.ms > 100 || $.tags[0] IS NULL) }`: comparisons with = != < <= > >=, `*` in strings, `%regex%`,
 * IS NULL, IS TRUE, IS FALSE, NOT EXISTS, parentheses, && before ||. A message that is not a JSON object or array never matches.
 */
export function parseJsonPattern(text: string): EventFilter {
  if (!text.endsWith("}")) throw invalidPattern("If a filter pattern starts with '{' it must end with '}'");
  const tokens = jsonTokens(text.slice(1, -1));
  checkRegexCount(tokens.filter((token) => token.kind === "regex").length);
  const reader = new Reader(tokens);
  const test = anyOf(reader);
  if (!reader.done) throw invalidPattern();
  return (message) => {
    if (!/^\s*[{[]/.test(message)) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

class Reader {
  readonly #tokens: readonly JsonToken[];
  #at = 0;

  constructor(tokens: readonly JsonToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): JsonToken {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw invalidPattern();
    return token;
  }

  /** Skips the next token if it is this punctuation or keyword, and returns whether it was. */
  takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const same = token !== undefined && (token.kind === "punctuation" || token.kind === "word") && token.text.toUpperCase() === text;
    if (same) this.#at++;
    return same;
  }
}

function anyOf(reader: Reader): FieldTest {
  const tests = [allOf(reader)];
  while (reader.takes("||")) tests.push(allOf(reader));
  return tests.length === 1 ? (tests[0] as FieldTest) : (document) => tests.some((test) => test(document));
}

function allOf(reader: Reader): FieldTest {
  const tests = [one(reader)];
  while (reader.takes("&&")) tests.push(one(reader));
  return tests.length === 1 ? (tests[0] as FieldTest) : (document) => tests.every((test) => test(document));
}

function one(reader: Reader): FieldTest {
  if (reader.takes("(")) {
    const inner = anyOf(reader);
    if (!reader.takes(")")) throw invalidPattern();
    return inner;
  }
  const selector = reader.next();
  if (selector.kind !== "selector") throw invalidPattern();
  const test = valueTest(reader);
  return (document) => test(selectFields(document, selector.steps));
}

/** Parses a test of the values that a selector finds. The list is empty when the field does not exist. */
function valueTest(reader: Reader): (values: readonly unknown[]) => boolean {
  if (reader.takes("NOT")) {
    if (!reader.takes("EXISTS")) throw invalidPattern();
    return (values) => values.length === 0;
  }
  if (reader.takes("IS")) {
    const wanted = reader.takes("NULL") ? null : reader.takes("TRUE") ? true : reader.takes("FALSE") ? false : undefined;
    if (wanted === undefined) throw invalidPattern();
    return (values) => values.some((value) => value === wanted);
  }
  for (const operator of ["!=", "<=", ">=", "=", "<", ">"] as const) {
    if (reader.takes(operator)) return comparison(operator, reader.next());
  }
  throw invalidPattern();
}

function comparison(operator: "!=" | "<=" | ">=" | "=" | "<" | ">", wanted: JsonToken): (values: readonly unknown[]) => boolean {
  if (operator === "=") {
    const same = equality(wanted);
    return (values) => values.some(same);
  }
  if (operator === "!=") {
    const same = equality(wanted);
    return (values) => values.some((value) => !isNested(value) && !same(value));
  }
  const bound = wanted.kind === "word" ? Number(wanted.text) : Number.NaN;
  if (Number.isNaN(bound)) throw invalidPattern();
  const holds = {
    "<": (n: number) => n < bound,
    "<=": (n: number) => n <= bound,
    ">": (n: number) => n > bound,
    ">=": (n: number) => n >= bound,
  }[operator];
  return (values) => values.some((value) => typeof value === "number" && holds(value));
}

/** An object or array. No comparison holds for it. */
const isNested = (value: unknown) => typeof value === "object" && value !== null;

function equality(wanted: JsonToken): (value: unknown) => boolean {
  if (wanted.kind === "regex") {
    const compiled = regexOf(wanted.source);
    return (value) => typeof value === "string" && compiled.test(value);
  }
  if (wanted.kind !== "quoted" && wanted.kind !== "word") throw invalidPattern();
  const { text, kind } = wanted;
  // A number has no text for `*` to match a part of.
  if (kind === "word" && text === "*") return (value) => typeof value === "number" || typeof value === "string";
  const number = kind === "word" && text !== "" ? Number(text) : Number.NaN;
  return (value) => (typeof value === "number" ? value === number : typeof value === "string" && matchesWildcard(text, value));
}

/**
 * The values at the end of a path of names, indexes and `*` (each element); empty when the path does not exist. Only own
 * properties count, so that `__proto__` in a message is a normal field.
 */
function selectFields(document: unknown, steps: readonly (string | number)[]): readonly unknown[] {
  let found: readonly unknown[] = [document];
  for (const step of steps) {
    found = found.flatMap((value) => stepInto(value, step));
    if (found.length === 0) return found;
  }
  return found;
}

function stepInto(value: unknown, step: string | number): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (step === "*") return items;
    return typeof step === "number" && step < items.length ? [items[step]] : [];
  }
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}
