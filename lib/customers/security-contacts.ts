import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { contactsAdd, contactsDeleteUnconfirmed, contactsRemove, securityContacts } from "#db/queries/security-contacts.ts";
import type { CustomerActor, SystemActor } from "#kernel/actor.ts";
import type { ContactId } from "#kernel/ids.ts";
import { newContactKey } from "#kernel/people/contact-token.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import type { Secret } from "#kernel/process/secret.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import type { ContactView } from "./shared/contact-view.ts";

/** The contacts of the actor's customer for security notices, oldest first, at most 10. */
export async function findSecurityContacts(actor: CustomerActor): Promise<readonly ContactView[]> {
  const rows = await inTransaction(actor, (tx) => securityContacts(tx, actor.customerId), { readOnly: true });
  return rows.map(({ createdAt, ...contact }) => ({ ...contact, createdAt: createdAt.getTime() }));
}

/**
 * Adds an address to the contacts for security notices, and emails it a link. It gets notices once somebody has confirmed it with that link.
 * An address that is not confirmed yet gets a new link. Fails for an actor who is not an owner, for an address that is confirmed already, and
 * after 10 contacts, or 10 emails in 24 hours.
 */
export async function addSecurityContact(
  actor: CustomerActor,
  authSecret: Secret<string>,
  { email }: { readonly email: EmailAddress },
): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => contactsAdd(tx, actor, { ...newContactKey(authSecret), email }));
    return ok(null);
  } catch (error) {
    return contactRefusal(error);
  }
}

/** Removes a contact: it gets no notice from then on. Owners only. @throws P0002 when it is foreign or absent */
export async function removeSecurityContact(actor: CustomerActor, contactId: ContactId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => contactsRemove(tx, actor, contactId));
    return ok(null);
  } catch (error) {
    return contactRefusal(error);
  }
}

/** Deletes contacts that nobody confirmed, a week after their link expired, at most 1,000. Returns how many there were. */
export function purgeUnconfirmedContacts(actor: SystemActor): Promise<number> {
  return inTransaction(actor, contactsDeleteUnconfirmed);
}

/** Converts a database error about contacts to a failure for the person; rethrows any other error. */
function contactRefusal(error: unknown): Failure {
  switch (refusalOf(error)?.constraint) {
    case "owner":
      return fail("not-allowed", "Only an owner can do this.");
    case "security_contact_once":
      return fail("conflict", "This address already gets security notices.", {
        fields: { email: "This address already gets security notices." },
      });
    case "too_many_contacts":
      return fail("limited", "Your company has 10 security contacts, which is the maximum. Remove one first.");
    case "contact_budget":
      return fail("limited", "Your company has added 10 security contacts in the last 24 hours, which is the maximum. Try again tomorrow.");
    default:
      throw error;
  }
}
