import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail } from "#kernel/result.ts";
import { explainActLimit } from "#lib/audit/explain-act-limit.ts";

/**
 * What a refusal by the database means to the person, or null when the error is none. Foreign, absent and forbidden read
 * alike; a verb that can say more about a rule has said it before the error comes here.
 */
export function failureOfRefusal(error: unknown): Failure | null {
  const refusal = refusalOf(error);
  if (refusal === undefined) return null;
  switch (refusal.kind) {
    case "conflict":
      return fail("conflict", "Someone else changed this at the same time. Reload the page and try again.");
    case "rule":
      return (
        explainActLimit(refusal) ?? fail("conflict", "This is not possible in the current state. Reload the page to see what changed.")
      );
    default:
      return fail("not-found", "not found");
  }
}
