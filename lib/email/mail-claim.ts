import { inTransaction } from "#db/in-transaction.ts";
import { connectionName } from "#db/queries/claims.ts";
import type { EmailTemplate } from "./email-template.ts";
import { addressedTo, type Notice, recipientAddress, recipientId } from "./notice.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/** The result when two connections claim one role: for the one that had it (`ended`, `kept`) and for the one that claimed it. */
type ClaimOutcome = "ended" | "taken" | "kept" | "not-taken";

/**
 * Mails an owner what happened to their connection's role when another connection of the portal was verified with it; `void`
 * when the connection was removed or they are no longer an owner. Names neither the other customer nor the role, the account or an ID.
 */
export async function mailClaim(settings: MailSettings, notice: Notice, outcome: ClaimOutcome): Promise<MailOutcome> {
  const { customerId, connectionId, event } = notice;
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    name: await connectionName(tx, customerId, connectionId),
    address: await recipientAddress(tx, notice),
  }));
  if (found.name === null || found.address === null) return { kind: "void" };
  const link = { text: "View connection", href: new URL(`/connections/${connectionId}`, settings.appUrl).href };
  const envelope = { address: found.address, about: event, whom: recipientId(notice) };
  return sendEmail(settings, envelope, addressedTo(notice, { ...TEMPLATES[outcome](found.name), link }));
}

const TEMPLATES: Readonly<Record<ClaimOutcome, (name: string) => Omit<EmailTemplate, "link">>> = {
  ended: (name) => ({
    subject: `Action required: connection ${name} lost access to its role`,
    paragraphs: [
      `The role of the connection “${name}” no longer accepts your External ID. It accepts the External ID of another connection of this portal, so it now belongs to that connection.`,
      "Log access through your connection has stopped. The portal verified both connections before it moved the role.",
    ],
    after: [
      "If you did not expect this, ask the person who manages the role in AWS. To get the role back, make its trust policy accept only your connection’s External ID again, then verify your connection.",
    ],
  }),
  taken: (name) => ({
    subject: `Connection ${name} is connected`,
    paragraphs: [
      `The role of the connection “${name}” belonged to another connection of this portal. The portal verified both connections. The role accepts only your External ID, so it now belongs to your connection.`,
    ],
    after: [],
  }),
  kept: (name) => ({
    subject: `Check the trust policy of connection ${name}`,
    paragraphs: [
      `The role of the connection “${name}” also accepts the External ID of another connection of this portal. Someone tried to connect the role there. Your connection stays connected. The portal did not connect the other one.`,
      "If you did not expect this, remove every External ID except your connection’s from the role’s trust policy.",
    ],
    after: [],
  }),
  "not-taken": (name) => ({
    subject: `Connection ${name} is not connected`,
    paragraphs: [
      `The role that was submitted for the connection “${name}” already belongs to another connection of this portal, and its trust policy accepts that connection’s External ID too.`,
      "Remove every External ID except your connection’s from the trust policy and verify again, or create another role.",
    ],
    after: [],
  }),
};
