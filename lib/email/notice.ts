import type { Transaction } from "#db/in-transaction.ts";
import { ownerAddressFor } from "#db/queries/email-choices.ts";
import { peopleOwnerAddress } from "#db/queries/people.ts";
import { contactAddress } from "#db/queries/security-contacts.ts";
import type { ConnectionId, ContactId, CustomerId, UserId } from "#kernel/ids.ts";
import type { EmailKind } from "#kernel/people/email-kinds.ts";
import type { EmailChoice } from "#kernel/people/unsubscribe-link.ts";
import type { EmailTemplate } from "./email-template.ts";

/** A notice about one connection for one owner, or for one contact of the customer, whose address need not belong to a member. */
export type Notice = {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  /** The quarantine or reminder: the ID of the job for all owners. */
  readonly event: string;
} & Recipient;

type Recipient = { readonly userId: UserId } | { readonly contactId: ContactId };

/** The address of the recipient; null if the person is not an owner any more, or the contact was removed. */
export function recipientAddress(tx: Transaction, notice: Notice): Promise<string | null> {
  const { customerId } = notice;
  return "userId" in notice ? peopleOwnerAddress(tx, customerId, notice.userId) : contactAddress(tx, customerId, notice.contactId);
}

/**
 * The address for an email that a person can turn off, and what the link in it turns off; null if they did, or are no owner any more. Contacts
 * get security notices only.
 */
export async function optionalRecipient(
  tx: Transaction,
  notice: Notice,
  kind: EmailKind,
): Promise<{ readonly address: string | null; readonly mayTurnOff: EmailChoice | null }> {
  if (!("userId" in notice)) return { address: null, mayTurnOff: null };
  const { customerId, userId } = notice;
  return { address: await ownerAddressFor(tx, customerId, userId, kind), mayTurnOff: { customerId, userId, kind } };
}

/** The ID of the recipient, for the Message-ID. */
export function recipientId(notice: Recipient): string {
  return "userId" in notice ? notice.userId : notice.contactId;
}

/** The email as the recipient gets it: for a contact it says why the address gets it, and that only members can open the page. */
export function addressedTo(notice: Recipient, template: EmailTemplate): EmailTemplate {
  if ("userId" in notice) return template;
  const why =
    "This address gets this email because an owner of your company added it to the security contacts. Only members of your company can open the page. To stop these emails, ask an owner to remove this address.";
  return { ...template, after: [...template.after, why] };
}
