import { createHmac, hkdfSync } from "node:crypto";
import { createTransport } from "nodemailer";
import type { Secret } from "#kernel/secret.ts";
import { bodyOf, type EmailTemplate } from "./email-template.ts";

/** What a mail needs of the environment; `workerEnv()` fits. */
export interface MailSettings {
  readonly appUrl: string;
  readonly authSecret: Secret<string>;
  readonly smtpUrl: Secret<string>;
  readonly mailFrom: string;
}

/** Whom a letter is for and what it is about. Two letters with the same ids are one, however often they are sent. */
export interface Envelope {
  readonly address: string;
  readonly about: string;
  readonly whom: string;
}

/**
 * What became of a mail. `void`: there is nothing to send any more (used, withdrawn, mended). `failed` carries a code for
 * the job's record and nothing of the mail: no address, no link, no text of the server (10-database §1.13).
 */
export type MailOutcome = { readonly kind: "sent" } | { readonly kind: "void" } | { readonly kind: "failed"; readonly code: string };

const PATIENCE_MS = 10_000;

/** Sends one letter to one address. Never throws what the mail server said. */
export async function sendEmail(settings: MailSettings, { address, about, whom }: Envelope, letter: EmailTemplate): Promise<MailOutcome> {
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
      ...{ subject: letter.subject, ...bodyOf(letter) },
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
 * The Message-ID of a letter: the same each time the same one is sent to the same person, so that what was accepted by a mail
 * server just before the worker was killed, and is sent again, is one message. An HMAC: nobody else can take it first.
 */
function messageIdOf({ appUrl, authSecret }: Pick<MailSettings, "appUrl" | "authSecret">, about: string, whom: string): string {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport message", 32));
  const name = createHmac("sha256", key).update(`${about}\n${whom}`).digest("hex");
  return `<${name}@${new URL(appUrl).hostname}>`;
}
