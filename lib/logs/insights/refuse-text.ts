import { type Failure, fail } from "#kernel/result.ts";
import { findRefusal, GAP } from "./shared/find-refusal.ts";
import { ONLY_STANDARD } from "./shared/log-class-limits.ts";

/**
 * The failure for a query that names log groups itself (`SOURCE`, `join`, subqueries) or reveals masked data (`unmask`);
 * undefined for every other text. The browser says the same before it sends the query, and marks the word.
 */
export function refuseQueryText(text: string): Failure | undefined {
  const refusal = findRefusal(text);
  return refusal && fail("invalid", refusal.sentence, { fields: { text: refusal.sentence } });
}

/** The commands of a query that AWS doesn't run on log groups of the Infrequent Access class. */
export function commandsOfStandardClass(text: string): readonly string[] {
  return ONLY_STANDARD.filter((command) => new RegExp(`(?:^|[|])${GAP}${command}\\b`, "iu").test(text));
}
