import { inTransaction } from "#db/in-transaction.ts";
import { type InvitationForMail, peopleInvitationForMail } from "#db/queries/people-invitation-for-mail.ts";
import type { CustomerId, InvitationId } from "#kernel/ids.ts";
import { invitationLink } from "#kernel/invitation-key.ts";
import { utcMoment } from "#kernel/utc-time.ts";
import type { EmailTemplate } from "./email-template.ts";
import { type MailOutcome, type MailSettings, sendEmail } from "./send-email.ts";

/** Mails a customer's invitation with its single-use link; `void` when it was used, withdrawn or has ended meanwhile. */
export async function mailInvitation(
  settings: MailSettings,
  { invitationId }: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
): Promise<MailOutcome> {
  const invitation = await inTransaction({ kind: "system", task: "worker" }, (tx) => peopleInvitationForMail(tx, invitationId));
  if (invitation?.kind !== "member") return { kind: "void" };
  const envelope = { address: invitation.email, about: "invitation", whom: invitationId };
  return sendEmail(settings, envelope, letterOf(invitation, invitationLink(settings.appUrl, settings.authSecret, invitationId)));
}

function letterOf({ customerName, role, expiresAt, email }: InvitationForMail, href: string): EmailTemplate {
  const may =
    role === "owner"
      ? "Owners can connect AWS accounts, invite colleagues, and read logs."
      : "Members can read the logs of the connected AWS accounts.";
  return {
    subject: `Your invitation to ${customerName ?? "the portal"}`,
    paragraphs: [`You are invited to join ${customerName ?? "the portal"} as ${role === "owner" ? "an owner" : "a member"}. ${may}`],
    link: { text: "Accept the invitation", href },
    after: [
      `This single-use link works only for ${email}, until ${utcMoment(expiresAt.getTime(), "short")}.`,
      "If you did not expect this invitation, ignore this email. Nobody can use the invitation without the link and this email address.",
    ],
  };
}
