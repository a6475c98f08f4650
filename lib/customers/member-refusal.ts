import { refusalOf } from "#db/database-refusal.ts";
import { type Failure, fail } from "#lib/kernel/result.ts";

/** What the rules about a customer's people say to a person; any other error is thrown on. */
export function memberRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "owner":
      return fail("not-allowed", "Only an owner can do this.");
    case "last_owner":
      return fail("conflict", "The last owner stays an owner. Invite another one first.");
    case "already_member":
      return fail("conflict", "This person is a member already.", { fields: { email: "This person is a member already." } });
    case "too_many_invitations":
      return fail("limited", "50 invitations are open already. Withdraw one, or wait until one is used.");
    default:
      throw error;
  }
}
