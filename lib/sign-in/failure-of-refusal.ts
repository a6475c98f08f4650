import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail, NOT_FOUND } from "#kernel/result.ts";
import { explainActLimit } from "#lib/audit/explain-act-limit.ts";

/**
 * Converts a refusal by the database to a failure for the person; null for any other error. Foreign, absent and forbidden rows get
 * the same failure; a function that can say more about a rule handles the error before it gets here.
 */
export function failureOfRefusal(error: unknown): Failure | null {
  const refusal = refusalOf(error);
  if (refusal === undefined) return null;
  switch (refusal.kind) {
    case "conflict":
      return fail("conflict", "Someone else changed this at the same time. Reload the page and try again.");
    case "rule":
      return explainActLimit(refusal) ?? fail("conflict", "This isn’t possible in the current state. Reload the page to see what changed.");
    default:
      return NOT_FOUND;
  }
}
