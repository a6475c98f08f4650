import { inTransaction } from "#db/in-transaction.ts";
import { contactForMail } from "#db/queries/security-contacts.ts";
import type { ContactId, CustomerId } from "#kernel/ids.ts";
import { mailedContactToken } from "#kernel/people/contact-token.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import { type MailOutcome, type MailSettings, sendEmail, UNKNOWN_SECRET } from "./send-email.ts";

/**
 * Mails an address that an owner added to the security contacts, with the link that confirms it; `void` when it was removed, is confirmed or
 * has expired. The link opens a page with a button, because mail scanners open links too.
 */
export async function mailContactConfirmation(
  settings: MailSettings,
  { customerId, contactId }: { readonly customerId: CustomerId; readonly contactId: ContactId },
): Promise<MailOutcome> {
  const contact = await inTransaction({ kind: "system", task: "worker" }, (tx) => contactForMail(tx, customerId, contactId));
  if (contact === null) return { kind: "void" };
  const token = mailedContactToken(settings.authSecrets, contactId, contact.tokenHash);
  if (token === undefined) return UNKNOWN_SECRET;
  const href = new URL(`/security-contacts/${token.reveal()}`, settings.appUrl).href;
  return sendEmail(
    settings,
    { address: contact.email, about: "security contact", whom: contactId },
    {
      subject: `Confirm your address to get security notices about ${contact.customerName}`,
      paragraphs: [
        `An owner of ${contact.customerName} added this address to the security contacts of its AWS connections. Confirm it to get an email when a connection is quarantined, or when its role is submitted for another connection.`,
      ],
      link: { text: "Confirm address", href },
      after: [
        `This link works until ${utcMoment(contact.expiresAt.getTime(), "short")}.`,
        "If you did not expect this email, ignore it. Without the confirmation, this address gets no notices.",
      ],
    },
  );
}
