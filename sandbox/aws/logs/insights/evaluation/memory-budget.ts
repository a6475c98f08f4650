/** The rows, groups and distinct values that one query may hold. */
const MAX_HELD = 3_000_000;

/** A query needs more memory than the sandbox gives it. Its status becomes Failed. */
export class QueryTooLarge extends Error {}

/** Counts what a query holds in memory. */
export class MemoryBudget {
  #left = MAX_HELD;

  /** @throws QueryTooLarge */
  take(): void {
    if (--this.#left < 0) throw new QueryTooLarge(`a query can hold no more than ${MAX_HELD} rows, groups and values`);
  }
}
