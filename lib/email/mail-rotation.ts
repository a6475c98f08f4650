import { inTransaction } from "#db/in-transaction.ts";
import { type RotatingConnection, rotatingConnection } from "#db/queries/rotation.ts";
import type { EmailTemplate } from "./email-template.ts";
import { addressedTo, type Notice, optionalRecipient, recipientAddress, recipientId } from "./notice.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

const WEEK_MS = 7 * 86_400_000;

/**
 * Mails an owner the state of a rotation of an External ID and the required actions, as they are when the email is sent;
 * `void` when the rotation ended or they are no longer an owner. For `quarantine` it sends only if log access stopped because
 * the role still accepts the previous External ID. That is a security notice, which nobody can turn off.
 */
export async function mailRotation(settings: MailSettings, notice: Notice, about: "progress" | "quarantine"): Promise<MailOutcome> {
  const { customerId, connectionId, event } = notice;
  const { rotating, address, mayTurnOff } = await inTransaction({ kind: "system", task: "worker" }, async (tx) => {
    const rotating = await rotatingConnection(tx, customerId, connectionId);
    if (rotating?.stoppedByPreviousId === true) return { rotating, address: await recipientAddress(tx, notice), mayTurnOff: null };
    return { rotating, ...(await optionalRecipient(tx, notice, "rotation")) };
  });
  if (rotating === undefined || address === null) return { kind: "void" };
  if (about === "quarantine" && !rotating.stoppedByPreviousId) return { kind: "void" };
  const link = { text: "View required actions", href: new URL(`/connections/${connectionId}`, settings.appUrl).href };
  const envelope = { address, about: event, whom: recipientId(notice), mayTurnOff };
  return sendEmail(settings, envelope, addressedTo(notice, { ...templateOf(rotating), link }));
}

function templateOf(rotating: RotatingConnection): Omit<EmailTemplate, "link"> {
  const { name, stage, since, stoppedByPreviousId } = rotating;
  if (stoppedByPreviousId)
    return {
      subject: `Action required: connection ${name} is quarantined because it accepts its previous External ID`,
      paragraphs: [
        `The External ID of the connection “${name}” was replaced more than seven days ago, but its role still accepts the previous External ID.`,
        "Log access through this connection has stopped. Remove the previous External ID from the trust policy of the role, or update the stack with only the new External ID.",
      ],
      after: ["Log access resumes automatically after a verification shows that AWS denies the previous External ID."],
    };
  if (stage === "pending")
    return {
      subject: `Action required: update the role of connection ${name} with its new External ID`,
      paragraphs: [
        `The portal created a new External ID for the connection “${name}”. It uses the new External ID only after you update your role to accept it.`,
        "Log access continues with the current External ID until then.",
      ],
      after: ["There is no deadline. An owner can cancel the rotation on the same page."],
    };
  const day = dayOf(new Date(since.getTime() + WEEK_MS));
  return {
    subject: `Action required by ${day}: remove the previous External ID of connection ${name}`,
    paragraphs: [
      `The connection “${name}” now uses its new External ID, but its role still accepts the previous one. Remove the previous External ID from the trust policy of the role, or update the stack with only the new External ID.`,
      `If the role still accepts the previous External ID on ${day}, log access through this connection stops.`,
    ],
    after: ["The portal checks automatically and retires the previous External ID permanently as soon as your role no longer accepts it."],
  };
}

function dayOf(at: Date): string {
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
