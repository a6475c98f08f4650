import { malformedQuery, type QueryToken } from "./query-tokens.ts";

/** Reads the tokens of a query one by one. */
export class QueryReader {
  readonly #tokens: readonly QueryToken[];
  #at = 0;

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): QueryToken {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw malformedQuery("unexpected end of query");
    return token;
  }

  /** Skips the next token if it is this keyword (in any case) or symbol, and returns whether it was. */
  takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    const same = token !== undefined && (token.kind === "name" || token.kind === "symbol") && token.text.toLowerCase() === text;
    if (same) this.#at++;
    return same;
  }

  needs(text: string): void {
    if (!this.takes(text)) throw malformedQuery(`expected ${text}`);
  }

  name(): string {
    const token = this.next();
    if (token.kind !== "name") throw malformedQuery("expected the name of a field");
    return token.text;
  }

  number(): number {
    const token = this.next();
    if (token.kind !== "number") throw malformedQuery("expected a number");
    return token.value;
  }

  /** Reads names that are separated by commas. */
  names(): string[] {
    const names = [this.name()];
    while (this.takes(",")) names.push(this.name());
    return names;
  }
}
