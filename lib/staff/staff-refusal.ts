import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail } from "#lib/kernel/result.ts";

/** What the rules about staff say to a person; any other error is thrown on. */
export function staffRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "staff":
      return fail("not-allowed", "Your role does not allow this.");
    case "not_oneself":
      return fail("conflict", "You can’t change or remove yourself, so that an admin always remains. Ask another admin.");
    case "too_many_invitations":
      return fail("limited", "50 invitations of this customer are open already.");
    case "already_staff":
      return fail("conflict", "This person is on the staff already.", { fields: { email: "This person is on the staff already." } });
    default:
      throw error;
  }
}
