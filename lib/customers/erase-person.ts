import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { erasePerson as erase } from "#db/queries/people.ts";
import type { UserId } from "#kernel/ids.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";

export type Erased = { readonly kind: "erased"; readonly userId: UserId } | { readonly kind: "nobody" } | { readonly kind: "last-one" };

/**
 * Erases the personal data of a person: name, address, identities, sessions, memberships, invitations. Audit rows and reports keep
 * their ID, which is then a pseudonym, so that every chain still verifies. The last owner of a customer and the last admin can't be
 * erased.
 */
export async function erasePerson(address: EmailAddress): Promise<Erased> {
  try {
    const userId = await inTransaction({ kind: "system", task: "owner-cli" }, (tx) => erase(tx, address));
    return userId === null ? { kind: "nobody" } : { kind: "erased", userId };
  } catch (error) {
    if (refusalOf(error)?.constraint === "last_owner") return { kind: "last-one" };
    throw error;
  }
}
