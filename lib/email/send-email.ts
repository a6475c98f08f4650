import { createTransport } from "nodemailer";
import { authHmac } from "#kernel/people/auth-hmac.ts";
import { EMAIL_KIND_WORDS } from "#kernel/people/email-kinds.ts";
import { type EmailChoice, unsubscribePath, unsubscribePostPath, unsubscribeToken } from "#kernel/people/unsubscribe-link.ts";
import type { Secret } from "#kernel/process/secret.ts";
import type { SecretValues } from "#kernel/process/secret-values.ts";
import { bodyOf, type EmailTemplate } from "./email-template.ts";

/** The settings for sending email; `workerEnv()` has them. */
export interface MailSettings {
  readonly appUrl: string;
  /** The newest AUTH_SECRET. */
  readonly authSecret: Secret<string>;
  /** All AUTH_SECRETs: a link may have been made with any of them. */
  readonly authSecrets: readonly Secret<string>[];
  readonly smtpUrl: SecretValues;
  readonly mailFrom: string;
}

/** The recipient and subject matter of an email. Emails with the same `about` and `whom` have the same Message-ID. */
export interface Envelope {
  readonly address: string;
  readonly about: string;
  readonly whom: string;
  /** What a link in the email turns off. Security notices have none. */
  readonly mayTurnOff?: EmailChoice | null;
}

/**
 * The result of sending an email. `void`: there is nothing to send any more (used, revoked, corrected). `failed` has a code for
 * the record of the job and nothing of the email: no address, no link, no text of the mail server.
 */
export type MailOutcome = { readonly kind: "sent" } | { readonly kind: "void" } | { readonly kind: "failed"; readonly code: string };

/**
 * The link was made with an AUTH_SECRET that this process does not have, so it must not be sent: it would not work. The queue
 * retries the job, so that another worker sends the email during a rotation.
 */
export const UNKNOWN_SECRET: MailOutcome = { kind: "failed", code: "unknown_secret" };

const PATIENCE_MS = 10_000;

/** A connection to a mail server, with timeouts of 10 seconds, which reads no files and no addresses that an email names. */
export function mailTransport(url: Secret<string>) {
  return createTransport({
    url: url.reveal(),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * Sends one email to one address, with timeouts of 10 seconds. If the mail server rejects the credentials, the next value of SMTP_URL
 * is tried; if it rejects all, they are read again from SMTP_URL_FILE, and tried once if they changed. Never throws: errors of the
 * mail server are a `failed` outcome.
 */
export async function sendEmail(settings: MailSettings, envelope: Envelope, template: EmailTemplate): Promise<MailOutcome> {
  const tried = settings.smtpUrl.all;
  const outcome = await sendWithAny(settings, envelope, template);
  const retry = outcome.kind === "failed" && outcome.code === REJECTED && settings.smtpUrl.changedSince(tried);
  return retry ? sendWithAny(settings, envelope, template) : outcome;
}

/** Nodemailer's code when the mail server rejects the user name or the password. */
const REJECTED = "eauth";

async function sendWithAny(settings: MailSettings, envelope: Envelope, template: EmailTemplate): Promise<MailOutcome> {
  let outcome: MailOutcome = { kind: "failed", code: REJECTED };
  for (const url of settings.smtpUrl.all) {
    outcome = await sendThrough(url, settings, envelope, template);
    if (outcome.kind !== "failed" || outcome.code !== REJECTED) return outcome;
  }
  return outcome;
}

async function sendThrough(
  url: Secret<string>,
  settings: MailSettings,
  { address, about, whom, mayTurnOff }: Envelope,
  template: EmailTemplate,
): Promise<MailOutcome> {
  const transport = mailTransport(url);
  try {
    const messageId = messageIdOf(settings, about, whom);
    const unsubscribe = mayTurnOff ? unsubscribeOf(settings, mayTurnOff) : null;
    await transport.sendMail({
      ...{ from: settings.mailFrom, to: { name: "", address }, messageId },
      ...{ subject: template.subject, ...bodyOf(template, unsubscribe?.footer) },
      ...(unsubscribe !== null && { headers: unsubscribe.headers }),
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
 * The link with which a person turns off emails of a kind, and the headers with which an email program does it with one click (RFC 8058). The
 * mail server's DKIM signature must cover both headers, otherwise email programs ignore them.
 */
function unsubscribeOf({ appUrl, authSecret }: Pick<MailSettings, "appUrl" | "authSecret">, choice: EmailChoice) {
  const token = unsubscribeToken(authSecret, choice);
  return {
    footer: { text: `Turn off emails about ${EMAIL_KIND_WORDS[choice.kind]}`, href: new URL(unsubscribePath(token), appUrl).href },
    headers: {
      "List-Unsubscribe": `<${new URL(unsubscribePostPath(token), appUrl).href}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

/**
 * The Message-ID of an email: the same each time a process with the same newest AUTH_SECRET sends it to the same person, so that an email which was accepted by a mail
 * server just before the worker was killed, and is sent again, counts as one message. An HMAC, so that others can’t predict it.
 */
function messageIdOf({ appUrl, authSecret }: Pick<MailSettings, "appUrl" | "authSecret">, about: string, whom: string): string {
  const name = authHmac(authSecret, "message").update(`${about}\n${whom}`).digest("hex");
  return `<${name}@${new URL(appUrl).hostname}>`;
}
