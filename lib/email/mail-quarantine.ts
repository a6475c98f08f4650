import { inTransaction } from "#db/in-transaction.ts";
import { quarantinedConnectionName } from "#db/queries/connections-read.ts";
import { customersName } from "#db/queries/customers.ts";
import { addressedTo, type Notice, recipientAddress, recipientId } from "./notice.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/**
 * Mails an owner or a contact that a connection is quarantined; `void` when it is not quarantined or they are not an owner or a contact any
 * more. Names no role, no account and no ID.
 */
export async function mailQuarantine(settings: MailSettings, notice: Notice): Promise<MailOutcome> {
  const { customerId, connectionId, event } = notice;
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    name: await quarantinedConnectionName(tx, customerId, connectionId),
    customer: await customersName(tx, customerId),
    address: await recipientAddress(tx, notice),
  }));
  if (found.name === null || found.address === null) return { kind: "void" };
  const owners = "userId" in notice ? " You can’t turn off this email." : "";
  const envelope = { address: found.address, about: event, whom: recipientId(notice) };
  const template = {
    subject: `Action required: connection ${found.name} is quarantined`,
    paragraphs: [
      `The role of the connection “${found.name}” (${found.customer ?? "your company"}) can be assumed without the correct External ID. Another customer of this portal could reach your account through the portal.`,
      "Log access through this connection stopped immediately. No logs were read with a wrong External ID.",
    ],
    link: { text: "View required actions", href: new URL(`/connections/${connectionId}`, settings.appUrl).href },
    after: [`Log access resumes automatically after a successful verification.${owners}`],
  };
  return sendEmail(settings, envelope, addressedTo(notice, template));
}
