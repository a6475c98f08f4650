/** The part of a query that an error is about: offsets in UTF-16 code units, the end exclusive. */
export interface Location {
  readonly start: number;
  readonly end: number;
}

/** A query that AWS rejects before it runs, with the place of the error. */
export class QuerySyntaxError extends Error {
  readonly location: Location;

  constructor(message: string, location: Location) {
    super(message);
    this.name = "QuerySyntaxError";
    this.location = location;
  }
}

/**
 * The error for text that the language does not allow in a place. AWS names the symbol, the line (from 1) and the position in it (from 0).
 * Source of the first words: a recorded answer for `dedup … | sort`. The end of a query has no symbol, which is `<EOF>` as in ANTLR.
 */
export function unexpectedSymbol(query: string, location: Location): QuerySyntaxError {
  const before = query.slice(0, location.start).split("\n");
  const symbol = query.slice(location.start, location.end) || "<EOF>";
  const where = `line ${before.length} and position ${before.at(-1)?.length ?? 0}`;
  return new QuerySyntaxError(`unexpected symbol found ${symbol} at ${where}`, location);
}
