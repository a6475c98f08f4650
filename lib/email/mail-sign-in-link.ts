import { inTransaction } from "#db/in-transaction.ts";
import { selectLinkForMail } from "#db/queries/sign-in.ts";
import { mailedLinkToken } from "#kernel/people/sign-in-link.ts";
import { type MailOutcome, type MailSettings, sendEmail, UNKNOWN_SECRET } from "./send-email.ts";

/**
 * Mails a sign-in link; `void` when no person may sign in by email with that address, or when the link was used or has expired. The link
 * opens a page with a button, because mail scanners open links too and would otherwise use it.
 */
export async function mailSignInLink(settings: MailSettings, { linkId }: { readonly linkId: string }): Promise<MailOutcome> {
  const link = await inTransaction({ kind: "system", task: "worker" }, (tx) => selectLinkForMail(tx, linkId));
  if (link === null) return { kind: "void" };
  const token = mailedLinkToken(settings.authSecrets, linkId, link.tokenHash);
  if (token === undefined) return UNKNOWN_SECRET;
  const page = new URL("/sign-in/confirm", settings.appUrl);
  page.searchParams.set("callbackUrl", link.returnPath);
  page.searchParams.set("token", token.reveal());
  page.searchParams.set("email", link.email);
  return sendEmail(
    settings,
    { address: link.email, about: "sign-in link", whom: linkId },
    {
      subject: "Your sign-in link",
      paragraphs: ["Open this single-use link to sign in. It expires 10 minutes after you requested it."],
      link: { text: "Sign in", href: page.href },
      after: [
        "Open it in the browser in which you requested it. In another browser, you must confirm the account first.",
        "If you did not request it, ignore this email: without this link, the request gives nobody access.",
      ],
    },
  );
}
