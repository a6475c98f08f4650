import { type Location, QuerySyntaxError, unexpectedSymbol } from "./query-error.ts";
import { compileRegularExpression } from "./regular-expression.ts";

export type Token = Location &
  (
    | { readonly kind: "string"; readonly text: string }
    | { readonly kind: "number"; readonly value: number }
    /** A number with a unit, such as `5m`. */
    | { readonly kind: "period"; readonly count: number; readonly unit: string }
    /** A field, a function or a keyword. `segments` are its parts between dots, without backticks. */
    | { readonly kind: "name"; readonly segments: readonly string[]; readonly isQuoted: boolean }
    | { readonly kind: "symbol"; readonly text: string }
    | { readonly kind: "end" }
  );

/** The depth of parentheses, functions and repeated signs. */
const MAX_DEPTH = 100;
const GAP = /(?:\s+|#[^\n]*)*/y;
const STRING = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])/uy;
const PERIOD = /(\d+)([a-zA-Z]+)(?![\p{L}\p{N}_])/uy;
const NAME = /@*(?:`[^`]+`|[\p{L}_][\p{L}\p{N}_@]*)(?:\.(?:`[^`]+`|[\p{L}\p{N}_@]+))*/uy;
const SEGMENT = /`[^`]+`|[^.`]+/g;
const SYMBOL = /!=|<=|>=|=~|[=<>()[\],|*+\-/%^.]/y;
const REGULAR_EXPRESSION = /\/((?:[^/\\]|\\[\s\S])+)\//y;

/** Reads the tokens of a query one by one. Spaces and comments (`#` to the end of the line) separate them. */
export class TokenReader {
  readonly query: string;
  #next: Token;
  #end = 0;
  #depth = 0;

  /** @throws QuerySyntaxError */
  constructor(query: string) {
    this.query = query;
    this.#next = this.#read(0);
  }

  /** The next token, which stays the next one. */
  get peek(): Token {
    return this.#next;
  }

  /** Where the token that was read last ends. */
  get end(): number {
    return this.#end;
  }

  /** @throws QuerySyntaxError */
  next(): Token {
    const token = this.#next;
    this.#end = token.end;
    this.#next = this.#read(token.end);
    return token;
  }

  isSymbol(text: string): boolean {
    return this.#next.kind === "symbol" && this.#next.text === text;
  }

  /** Whether the next token is this word, in any case and without backticks. */
  isWord(word: string): boolean {
    return wordOf(this.#next) === word;
  }

  /** Skips the next token if it is this symbol, and returns whether it was. */
  takesSymbol(text: string): boolean {
    const is = this.isSymbol(text);
    if (is) this.next();
    return is;
  }

  /** Skips the next token if it is this word, and returns whether it was. */
  takesWord(word: string): boolean {
    const is = this.isWord(word);
    if (is) this.next();
    return is;
  }

  needsSymbol(text: string): void {
    if (!this.takesSymbol(text)) throw this.unexpected();
  }

  needsWord(word: string): void {
    if (!this.takesWord(word)) throw this.unexpected();
  }

  /** Reads `/…/` if the next token begins with a slash. Elsewhere a slash divides, so only the parser knows which it is. */
  takesRegularExpression(flags = ""): RegExp | undefined {
    if (!this.isSymbol("/")) return undefined;
    const { start } = this.#next;
    const match = matchAt(REGULAR_EXPRESSION, this.query, start);
    if (match === null) throw this.unexpected();
    this.#end = start + match[0].length;
    try {
      const regex = compileRegularExpression(match[1] ?? "", flags);
      this.#next = this.#read(this.#end);
      return regex;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new QuerySyntaxError(`Invalid regular expression: ${match[0]}`, { start, end: this.#end });
    }
  }

  /**
   * Runs a part of the parser that can contain itself.
   * @throws QuerySyntaxError for a query that is nested so deeply that it would exhaust the stack
   */
  nested<T>(parse: () => T): T {
    if (this.#depth >= MAX_DEPTH) throw new QuerySyntaxError("The query is nested too deeply", this.#next);
    this.#depth++;
    const result = parse();
    this.#depth--;
    return result;
  }

  /** The error for the next token, or for another one. */
  unexpected(token: Location = this.#next): QuerySyntaxError {
    return unexpectedSymbol(this.query, token);
  }

  #read(from: number): Token {
    const start = from + (matchAt(GAP, this.query, from)?.[0].length ?? 0);
    if (start >= this.query.length) return { kind: "end", start, end: start };
    const token = readToken(this.query, start);
    if (token === undefined) throw unexpectedSymbol(this.query, { start, end: start + 1 });
    return token;
  }
}

/** The word of a token in lower case; empty if it is something else than one word without backticks. */
export function wordOf(token: Token): string {
  return token.kind === "name" && !token.isQuoted && token.segments.length === 1 ? (token.segments[0] ?? "").toLowerCase() : "";
}

function readToken(query: string, start: number): Token | undefined {
  const place = (text: string) => ({ start, end: start + text.length });
  const string = matchAt(STRING, query, start)?.[0];
  if (string !== undefined) return { kind: "string", text: string.slice(1, -1).replace(/\\(["'\\])/g, "$1"), ...place(string) };
  const number = matchAt(NUMBER, query, start)?.[0];
  if (number !== undefined) return { kind: "number", value: Number(number), ...place(number) };
  const period = matchAt(PERIOD, query, start);
  if (period !== null) return { kind: "period", count: Number(period[1]), unit: (period[2] ?? "").toLowerCase(), ...place(period[0]) };
  const name = matchAt(NAME, query, start)?.[0];
  if (name !== undefined) return { kind: "name", segments: segmentsOf(name), isQuoted: name.includes("`"), ...place(name) };
  const symbol = matchAt(SYMBOL, query, start)?.[0];
  return symbol === undefined ? undefined : { kind: "symbol", text: symbol, ...place(symbol) };
}

/** The parts of `a.b.` + "`c.d`". A leading `@` can be outside the backticks. */
function segmentsOf(name: string): string[] {
  const [, at = "", rest = ""] = /^(@*)([\s\S]*)$/.exec(name) ?? [];
  const segments = [...rest.matchAll(SEGMENT)].map(([segment]) => segment.replaceAll("`", ""));
  return [at + (segments[0] ?? ""), ...segments.slice(1)];
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
