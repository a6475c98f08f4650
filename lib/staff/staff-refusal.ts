import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail } from "#kernel/result.ts";

/** Converts a database error about staff to a failure for the person; rethrows any other error. */
export function staffRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "staff":
      return fail("not-allowed", "Your role doesn’t allow this. Ask an admin.");
    case "not_oneself":
      return fail("conflict", "Only another admin can change your role or remove you.");
    case "too_many_invitations":
      return fail("limited", "This customer has 50 open invitations, which is the maximum. Revoke one, or wait until one is used.");
    case "already_staff":
      return fail("conflict", "This person is already on the staff.", { fields: { email: "This person is already on the staff." } });
    default:
      throw error;
  }
}
