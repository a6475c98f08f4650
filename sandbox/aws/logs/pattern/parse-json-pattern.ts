import { matchesWildcard } from "#sandbox/aws/iam/policy/wildcard.ts";
import { type EventFilter, invalidPattern, regexOf } from "./event-filter.ts";
import { type JsonToken, jsonTokens } from "./json-tokens.ts";

/** Whether a parsed message matches. */
type FieldTest = (document: unknown) => boolean;

/**
 * Parses `{ $.level = "error" && ($.ms > 100 || $.tags[0] IS NULL) }`: comparisons with = != < <= > >=, `*` in strings, `%regex%`,
 * IS NULL, IS TRUE, IS FALSE, NOT EXISTS, parentheses, && before ||. A message that is not a JSON object or array never matches.
 */
export function parseJsonPattern(text: string): EventFilter {
  if (!text.endsWith("}")) throw invalidPattern("unmatched brace");
  const reader = new Reader(jsonTokens(text.slice(1, -1)));
  const test = anyOf(reader);
  if (!reader.done) throw invalidPattern("unexpected end of condition");
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
    if (token === undefined) throw invalidPattern("incomplete condition");
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
    if (!reader.takes(")")) throw invalidPattern("unmatched parenthesis");
    return inner;
  }
  const selector = reader.next();
  if (selector.kind !== "selector") throw invalidPattern("a condition begins with a selector such as $.level");
  const test = valueTest(reader);
  return (document) => test(selectFields(document, selector.steps));
}

/** Parses a test of the values that a selector finds. The list is empty when the field does not exist. */
function valueTest(reader: Reader): (values: readonly unknown[]) => boolean {
  if (reader.takes("NOT")) {
    if (!reader.takes("EXISTS")) throw invalidPattern("NOT must be followed by EXISTS");
    return (values) => values.length === 0;
  }
  if (reader.takes("IS")) {
    const wanted = reader.takes("NULL") ? null : reader.takes("TRUE") ? true : reader.takes("FALSE") ? false : undefined;
    if (wanted === undefined) throw invalidPattern("IS must be followed by NULL, TRUE or FALSE");
    return (values) => values.some((value) => value === wanted);
  }
  for (const operator of ["!=", "<=", ">=", "=", "<", ">"] as const) {
    if (reader.takes(operator)) return comparison(operator, reader.next());
  }
  throw invalidPattern("a selector must be followed by a comparison");
}

function comparison(operator: "!=" | "<=" | ">=" | "=" | "<" | ">", wanted: JsonToken): (values: readonly unknown[]) => boolean {
  if (operator === "=") {
    const same = equality(wanted);
    return (values) => values.some(same);
  }
  if (operator === "!=") {
    const same = equality(wanted);
    return (values) => values.some((value) => !same(value));
  }
  const bound = wanted.kind === "word" ? Number(wanted.text) : Number.NaN;
  if (Number.isNaN(bound)) throw invalidPattern(`${operator} compares numbers`);
  const holds = {
    "<": (n: number) => n < bound,
    "<=": (n: number) => n <= bound,
    ">": (n: number) => n > bound,
    ">=": (n: number) => n >= bound,
  }[operator];
  return (values) => values.some((value) => typeof value === "number" && holds(value));
}

function equality(wanted: JsonToken): (value: unknown) => boolean {
  if (wanted.kind === "regex") {
    const compiled = regexOf(wanted.source);
    return (value) => typeof value === "string" && compiled.test(value);
  }
  if (wanted.kind !== "quoted" && wanted.kind !== "word") throw invalidPattern("a comparison needs a value");
  const number = wanted.kind === "word" && wanted.text !== "" ? Number(wanted.text) : Number.NaN;
  return (value) => (typeof value === "number" ? value === number : typeof value === "string" && matchesWildcard(wanted.text, value));
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
