import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { contactByHash, contactsConfirm } from "#db/queries/security-contacts.ts";
import { contactHashOf } from "#kernel/people/contact-token.ts";
import type { ContactPageView } from "#lib/sign-in/shared/sign-in-view.ts";

/** What the page of a contact shows; null when the link is unknown or has expired, or the contact was removed. */
export async function contactPageView(token: string): Promise<ContactPageView | null> {
  const contact = await inTransaction({ kind: "sign-in" }, (tx) => contactByHash(tx, contactHashOf(token)), { readOnly: true });
  if (contact === null || contact.state === "expired") return null;
  const { customerName, email, state } = contact;
  return { customerName, email, isConfirmed: state === "confirmed", action: `/security-contacts/${encodeURIComponent(token)}/confirm` };
}

/** Confirms the address of a contact. A link that is used, expired or unknown changes nothing. */
export async function confirmContact(token: string): Promise<void> {
  try {
    await inTransaction({ kind: "sign-in" }, (tx) => contactsConfirm(tx, contactHashOf(token)));
  } catch (error) {
    if (refusalOf(error)?.kind !== "not-found") throw error;
  }
}
