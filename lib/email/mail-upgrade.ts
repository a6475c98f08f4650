import { inTransaction } from "#db/in-transaction.ts";
import { upgradeForMail } from "#db/queries/action-work.ts";
import { addressedTo, type Notice, optionalRecipient, recipientId } from "./notice.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/** Asks an owner to update the stack of a connection, with the reason that staff gave; `void` when it was updated, they are no owner or turned these emails off. */
export async function mailUpgrade(settings: MailSettings, notice: Notice): Promise<MailOutcome> {
  const { customerId, connectionId, event } = notice;
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    upgrade: await upgradeForMail(tx, customerId, connectionId),
    ...(await optionalRecipient(tx, notice, "template")),
  }));
  if (found.upgrade === null || found.address === null) return { kind: "void" };
  const { name, reason } = found.upgrade;
  return sendEmail(
    settings,
    { address: found.address, about: event, whom: recipientId(notice), mayTurnOff: found.mayTurnOff },
    addressedTo(notice, {
      subject: `Update the role of connection ${name}`,
      paragraphs: [
        `The partner that runs this portal asks you to update the CloudFormation stack of the connection “${name}” with the current role template.`,
        `Reason: ${reason}`,
        "Log access continues with the current role until then. The page of the connection has the link to the template and to the stack.",
      ],
      link: { text: "View connection", href: new URL(`/connections/${connectionId}`, settings.appUrl).href },
      after: [],
    }),
  );
}
