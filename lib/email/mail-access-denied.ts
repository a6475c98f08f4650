import { inTransaction } from "#db/in-transaction.ts";
import { customersName } from "#db/queries/customers.ts";
import { deniedConnectionName } from "#db/queries/email-choices.ts";
import { type Notice, optionalRecipient, recipientId } from "./notice.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/**
 * Mails an owner that AWS denies access to the role of a connection that was connected; `void` when it can be assumed again, when its role
 * moved to another connection (which has an email of its own), or when they are no longer an owner or turned these emails off.
 */
export async function mailAccessDenied(settings: MailSettings, notice: Notice): Promise<MailOutcome> {
  const { customerId, connectionId, event } = notice;
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    name: await deniedConnectionName(tx, customerId, connectionId),
    customer: await customersName(tx, customerId),
    ...(await optionalRecipient(tx, notice, "access-denied")),
  }));
  if (found.name === null || found.address === null) return { kind: "void" };
  const envelope = { address: found.address, about: event, whom: recipientId(notice), mayTurnOff: found.mayTurnOff };
  return sendEmail(settings, envelope, {
    subject: `Action required: AWS denies access to connection ${found.name}`,
    paragraphs: [
      `AWS no longer lets the portal assume the role of the connection “${found.name}” (${found.customer ?? "your company"}).`,
      "Log access through this connection has stopped. The usual causes are that the role was deleted, or that its trust policy was changed.",
    ],
    link: { text: "View the cause and what to do", href: new URL(`/connections/${connectionId}`, settings.appUrl).href },
    after: ["Log access resumes automatically after a successful verification. If you revoked access on purpose, remove the connection."],
  });
}
