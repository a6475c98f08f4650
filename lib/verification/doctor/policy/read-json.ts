/** Levels of nesting. No policy and no role that AWS prints has more. */
const DEEPEST = 20;
const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n\r]|\\[^\n\r])*"/y;
const PLAIN = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])|(?:true|false|null)\b/y;
const WORD = /[A-Za-z_](?:[\w:.-]*\w)?/y;
const QUOTES = /[\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]/;

/**
 * Reads JSON as strictly as IAM does: no comments, no trailing commas, no duplicate keys. Unlike `JSON.parse`, it keeps positions.
 * @throws UnreadablePolicy with the offset and a sentence that says what to do
 */
export function readJson(text: string): PlacedJson {
  const reader = new JsonReader(text);
  return reader.whole();
}

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  whole(): PlacedJson {
    const value = this.#value(0);
    if (this.#next() !== "") throw this.#invalid("Unexpected text after the end of the policy.");
    return value;
  }

  #value(depth: number): PlacedJson {
    if (depth > DEEPEST) throw this.#invalid("The JSON is nested too deeply for a policy.");
    const char = this.#next();
    const at = this.#at;
    if (char === "{") return { kind: "object", at, members: this.#members(depth) };
    if (char === "[") return { kind: "array", at, items: this.#items(depth) };
    if (char === '"') return { kind: "string", at, value: this.#string() };
    const plain = this.#match(PLAIN);
    if (plain === undefined) throw this.#unexpected();
    return { kind: "other", at, value: JSON.parse(plain) as number | boolean | null };
  }

  #members(depth: number): ReadonlyMap<string, PlacedMember> {
    const found = new Map<string, PlacedMember>();
    this.#list("}", () => {
      if (this.#next() !== '"') throw this.#unexpected();
      const at = this.#at;
      const name = this.#string();
      if (found.has(name)) throw new UnreadablePolicy(at, `Duplicate key ${quoteForDisplay(name)}. Keep only one.`);
      if (this.#next() !== ":") throw this.#invalid(`Missing colon after ${quoteForDisplay(name)}.`);
      this.#at += 1;
      found.set(name, { at, value: this.#value(depth + 1) });
    });
    return found;
  }

  #items(depth: number): readonly PlacedJson[] {
    const found: PlacedJson[] = [];
    this.#list("]", () => void found.push(this.#value(depth + 1)));
    return found;
  }

  /** Reads from an opening bracket to its closing one. */
  #list(end: "}" | "]", one: () => void): void {
    this.#at += 1;
    let comma: number | undefined;
    for (;;) {
      const char = this.#next();
      if (char === end) {
        if (comma !== undefined) throw new UnreadablePolicy(comma, "Trailing comma. Remove it.");
        this.#at += 1;
        return;
      }
      one();
      const after = this.#next();
      if (after === end) comma = undefined;
      else if (after === ",") comma = this.#at++;
      else if (/["{[]/.test(after)) throw this.#invalid("Missing comma before this value.");
      else throw this.#unexpected();
    }
  }

  #string(): string {
    const token = this.#match(STRING);
    if (token === undefined) throw this.#invalid("Unterminated string. Add the closing double quote.");
    const start = this.#at - token.length;
    const foreign = /[^\t\x20-\xff]/.exec(token);
    if (foreign !== null)
      throw new UnreadablePolicy(start + foreign.index, `Character ${codePointOf(foreign[0])} is not allowed in a policy.`);
    try {
      return JSON.parse(token) as string;
    } catch {
      throw new UnreadablePolicy(start, "This string contains a tab or an invalid escape sequence.");
    }
  }

  /** Skips white space and returns the next character without reading it; empty at the end. */
  #next(): string {
    this.#match(SPACE);
    return this.#text[this.#at] ?? "";
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #invalid(sentence: string): UnreadablePolicy {
    return new UnreadablePolicy(this.#at, sentence);
  }

  #unexpected(): UnreadablePolicy {
    const rest = this.#text.slice(this.#at, this.#at + 80);
    const char = rest[0] ?? "";
    if (char === "") return this.#invalid('Unexpected end of the policy: a closing "}" or "]" is missing.');
    if (/^(?:\/[/*]|#|<!--|--)/.test(rest)) return this.#invalid("JSON doesn’t allow comments. Remove this comment.");
    if (QUOTES.test(char)) return this.#invalid('JSON doesn’t allow curly quotes. Use straight double quotes: "');
    if (char === "'") return this.#invalid("JSON doesn’t allow single quotes. Use double quotes.");
    if (/[^\x21-\x7e]/.test(char)) return this.#invalid(`Unexpected invisible or non-ASCII character: ${codePointOf(char)}.`);
    const word = this.#match(WORD);
    if (word !== undefined) return new UnreadablePolicy(this.#at - word.length, `${quoteForDisplay(word)} must be in double quotes.`);
    return this.#invalid(`Unexpected character ${quoteForDisplay(char)}.`);
  }
}

function codePointOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text that is not a valid trust policy. `examineTrustPolicy` returns it as `unreadable`. `at` is the offset in characters. */
export class UnreadablePolicy extends Error {
  override readonly name = "UnreadablePolicy";
  readonly at: number;
  constructor(at: number, sentence: string) {
    super(sentence);
    this.at = at;
  }
}

const LONGEST = 60;

/** A value of the policy in quotes for a sentence: shortened to 60 characters, with control and invisible characters replaced by `?`. */
export function quoteForDisplay(value: string): string {
  const short = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return `"${short.replace(/[^\x20-\x7e\u00a1-\u00ff…]/g, "?")}"`;
}

export interface PlacedText {
  readonly at: number;
  readonly text: string;
}

/** The members of an object. `what` is the start of the error sentence. @throws UnreadablePolicy when it is not an object */
export function membersOf(json: PlacedJson, what: string): ReadonlyMap<string, PlacedMember> {
  if (json.kind !== "object") throw new UnreadablePolicy(json.at, `${what} must be an object: { … }.`);
  return json.members;
}

/**
 * One string or a list of strings. Numbers and booleans are converted to strings, as IAM does. @throws UnreadablePolicy for
 * anything else
 */
export function textsOf(json: PlacedJson, what: string): readonly PlacedText[] {
  return json.kind === "array" ? json.items.map((item) => textOf(item, what)) : [textOf(json, what)];
}

function textOf(json: PlacedJson, what: string): PlacedText {
  if (json.kind === "string") return { at: json.at, text: json.value };
  if (json.kind === "other" && json.value !== null) return { at: json.at, text: String(json.value) };
  if (json.kind === "object" && [...json.members.keys()].some((name) => name === "Ref" || name.startsWith("Fn::"))) {
    throw new UnreadablePolicy(json.at, "This is a CloudFormation function. Paste the policy from IAM, which has the final values.");
  }
  throw new UnreadablePolicy(json.at, `${what} must be a string or a list of strings.`);
}

/** A position in a text. Both numbers start at 1, as in editors. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionIn(text: string, at: number): Position {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A JSON value with its position: `at` is the offset in characters. */
export type PlacedJson =
  | { readonly kind: "object"; readonly at: number; readonly members: ReadonlyMap<string, PlacedMember> }
  | { readonly kind: "array"; readonly at: number; readonly items: readonly PlacedJson[] }
  | { readonly kind: "string"; readonly at: number; readonly value: string }
  | { readonly kind: "other"; readonly at: number; readonly value: number | boolean | null };

export interface PlacedMember {
  /** The offset of the member's name. */
  readonly at: number;
  readonly value: PlacedJson;
}

/** The same value without positions. */
export function plainJson(json: PlacedJson): unknown {
  switch (json.kind) {
    case "object":
      return Object.fromEntries([...json.members].map(([name, { value }]) => [name, plainJson(value)]));
    case "array":
      return json.items.map(plainJson);
    default:
      return json.value;
  }
}
