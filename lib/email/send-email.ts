import { createHmac, hkdfSync } from "node:crypto";
import { createTransport } from "nodemailer";
import type { Secret } from "#kernel/process/secret.ts";
import { bodyOf, type EmailTemplate } from "./email-template.ts";

/** The settings for sending email; `workerEnv()` has them. */
export interface MailSettings {
  readonly appUrl: string;
  readonly authSecret: Secret<string>;
  readonly smtpUrl: Secret<string>;
  readonly mailFrom: string;
}

/** The recipient and subject matter of an email. Emails with the same `about` and `whom` have the same Message-ID. */
export interface Envelope {
  readonly address: string;
  readonly about: string;
  readonly whom: string;
}

/**
 * The result of sending an email. `void`: there is nothing to send any more (used, revoked, corrected). `failed` has a code for
 * the record of the job and nothing of the email: no address, no link, no text of the mail server.
 */
export type MailOutcome = { readonly kind: "sent" } | { readonly kind: "void" } | { readonly kind: "failed"; readonly code: string };

const PATIENCE_MS = 10_000;

/** Sends one email to one address, with timeouts of 10 seconds. Never throws: errors of the mail server are a `failed` outcome. */
export async function sendEmail(settings: MailSettings, { address, about, whom }: Envelope, template: EmailTemplate): Promise<MailOutcome> {
  const transport = createTransport({
    url: settings.smtpUrl.reveal(),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const messageId = messageIdOf(settings, about, whom);
    await transport.sendMail({
      ...{ from: settings.mailFrom, to: { name: "", address }, messageId },
      ...{ subject: template.subject, ...bodyOf(template) },
    });
    return { kind: "sent" };
  } catch (cause) {
    return { kind: "failed", code: codeOf(cause) };
  } finally {
    transport.close();
  }
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^[A-Z_]{1,40}$/.test(code) ? code.toLowerCase() : "unexpected";
}

/**
 * The Message-ID of an email: the same each time it is sent to the same person, so that an email which was accepted by a mail
 * server just before the worker was killed, and is sent again, counts as one message. An HMAC, so that others can’t predict it.
 */
function messageIdOf({ appUrl, authSecret }: Pick<MailSettings, "appUrl" | "authSecret">, about: string, whom: string): string {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport message", 32));
  const name = createHmac("sha256", key).update(`${about}\n${whom}`).digest("hex");
  return `<${name}@${new URL(appUrl).hostname}>`;
}
