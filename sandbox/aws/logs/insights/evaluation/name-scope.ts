import { type Location, QuerySyntaxError } from "#sandbox/aws/logs/insights/language/query-error.ts";

const plain = (text: string) => text.replace(/\s+/g, "").toLowerCase();

/**
 * The names that a query has defined so far, and what it may refer to: any field of an event, but after `stats` only its results.
 * Texts of the errors: https://github.com/trade-tariff/trade-tariff-backend/pull/3465 (unknown symbols) and reports of
 * "Ephemeral field is already defined" when `parse`, `fields` or `stats` give a name that the query has already defined or selected.
 */
export class NameScope {
  readonly #defined = new Set<string>();
  readonly #selected = new Set<string>();
  /** The results of `stats`, by their names without spaces in lower case; undefined before the first `stats`. */
  #results: Map<string, string> | undefined;

  /** Whether the rows are results of `stats`. */
  get isAfterStats(): boolean {
    return this.#results !== undefined;
  }

  /** Adds a new name. @throws QuerySyntaxError if the query has it already */
  define(name: string, location: Location): void {
    if (this.#defined.has(name) || this.#selected.has(name)) {
      throw new QuerySyntaxError(`Ephemeral field is already defined: ${name}`, location);
    }
    this.#defined.add(name);
    this.#results?.set(plain(name), name);
  }

  /** Notes that `fields` shows an existing field. A field that the query made is shown by `display` only, before `stats`. */
  select(name: string, location: Location): void {
    if (this.isAfterStats) return;
    if (this.#defined.has(name)) throw new QuerySyntaxError(`Ephemeral field is already defined: ${name}`, location);
    this.#selected.add(name);
  }

  /** The result of `stats` with the text of this expression, such as `count(*)`. */
  resultNamed(text: string): string | undefined {
    return this.#results?.get(plain(text));
  }

  /** @throws QuerySyntaxError after `stats`, if neither the name nor one that contains it as an attribute is a result */
  require(path: readonly (string | number)[], location: Location): void {
    if (this.#results === undefined) return;
    const names = [...this.#results.values()];
    const isKnown = path.some((_, n) => names.includes(path.slice(0, n + 1).join(".")));
    if (!isKnown) throw new QuerySyntaxError(`Unknown symbols found in or after stats: ${path.join(".")}`, location);
  }

  /** Replaces all fields by the results of a `stats`. */
  startResults(names: readonly string[]): void {
    this.#results = new Map(names.map((name) => [plain(name), name]));
    this.#selected.clear();
  }
}
