import { inTransaction } from "#db/in-transaction.ts";
import { type InvitationForMail, peopleInvitationForMail } from "#db/queries/invitations.ts";
import type { CustomerId, InvitationId } from "#kernel/ids.ts";
import { invitationLink, secretOfInvitation } from "#kernel/people/invitation-token.ts";
import { MEMBER_ROLE_WORDS } from "#kernel/people/role-words.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { EmailTemplate } from "./email-template.ts";
import { type MailOutcome, type MailSettings, sendEmail, UNKNOWN_SECRET } from "./send-email.ts";

/** Mails a customer's invitation with its single-use link; `void` when it was used, revoked or has expired. */
export async function mailInvitation(
  settings: MailSettings,
  { invitationId }: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
): Promise<MailOutcome> {
  const invitation = await inTransaction({ kind: "system", task: "worker" }, (tx) => peopleInvitationForMail(tx, invitationId));
  if (invitation?.kind !== "member") return { kind: "void" };
  return sendInvitation(settings, invitationId, invitation, memberEmail);
}

async function sendInvitation(
  settings: MailSettings,
  id: InvitationId,
  invitation: InvitationForMail,
  templateOf: (invitation: InvitationForMail, href: string) => EmailTemplate,
): Promise<MailOutcome> {
  const secret = secretOfInvitation(settings.authSecrets, id, invitation.tokenHash);
  if (secret === undefined) return UNKNOWN_SECRET;
  const envelope = { address: invitation.email, about: "invitation", whom: id };
  return sendEmail(settings, envelope, templateOf(invitation, invitationLink(settings.appUrl, secret, id)));
}

function memberEmail({ customerName, role, expiresAt, email }: InvitationForMail, href: string): EmailTemplate {
  const may = role === "owner" ? `Owners can ${MEMBER_ROLE_WORDS.owner.can}.` : `Members can ${MEMBER_ROLE_WORDS.member.can}.`;
  return {
    subject: `Your invitation to ${customerName ?? "the portal"}`,
    paragraphs: [`You are invited to join ${customerName ?? "the portal"} as ${role === "owner" ? "an owner" : "a member"}. ${may}`],
    link: { text: "Accept invitation", href },
    after: [
      `This single-use link works only for ${email}, until ${utcMoment(expiresAt.getTime(), "short")}.`,
      "If you did not expect this invitation, ignore this email. The invitation can be used only with the link and this email address.",
    ],
  };
}

/** Mails an invitation to the staff; `void` when it was used, revoked or has expired. */
export async function mailStaffInvitation(
  settings: MailSettings,
  { invitationId }: { readonly invitationId: InvitationId },
): Promise<MailOutcome> {
  const invitation = await inTransaction({ kind: "system", task: "worker" }, (tx) => peopleInvitationForMail(tx, invitationId));
  if (invitation?.kind !== "staff") return { kind: "void" };
  return sendInvitation(settings, invitationId, invitation, staffEmail);
}

function staffEmail({ role, expiresAt, email }: InvitationForMail, href: string): EmailTemplate {
  return {
    subject: "Your invitation to join the partner staff",
    paragraphs: [`You are invited to join the partner staff of the portal at ${new URL(href).host} with the role ${role}.`],
    link: { text: "Accept invitation", href },
    after: [
      `This single-use link works only for ${email}, until ${utcMoment(expiresAt.getTime(), "short")}. Sign in with single sign-on. The portal links your single sign-on identity to this invitation.`,
    ],
  };
}
