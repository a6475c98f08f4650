import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail } from "#kernel/result.ts";

/** What the rules about a customer's people say to a person; any other error is thrown on. */
export function memberRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "owner":
      return fail("not-allowed", "Only an owner can do this.");
    case "last_owner":
      return fail("conflict", "A company needs at least one owner. Invite another owner first.");
    case "already_member":
      return fail("conflict", "This person is already a member.", { fields: { email: "This person is already a member." } });
    case "too_many_invitations":
      return fail("limited", "Your company has 50 open invitations, which is the maximum. Revoke one, or wait until one is used.");
    default:
      throw error;
  }
}
