import { createTransport } from "nodemailer";
import type { Secret } from "#lib/kernel/secret.ts";
import { bodyOf, type Letter } from "./letter.ts";

/** What a mail needs of the environment; `workerEnv()` fits. */
export interface MailSettings {
  readonly appUrl: string;
  readonly authSecret: Secret<string>;
  readonly smtpUrl: Secret<string>;
  readonly mailFrom: string;
}

/**
 * What became of a mail. `void`: there is nothing to send any more (used, withdrawn, mended). `failed` carries a code for
 * the job's record and nothing of the mail: no address, no link, no text of the server (10-database §1.13).
 */
export type MailOutcome =
  | { readonly kind: "sent"; readonly mails: number }
  | { readonly kind: "void" }
  | { readonly kind: "failed"; readonly code: string };

const PATIENCE_MS = 10_000;

/** Sends one letter to each address, apart, so that no receiver sees another. Never throws what the mail server said. */
export async function sendLetter(settings: MailSettings, addresses: readonly string[], letter: Letter): Promise<MailOutcome> {
  const transport = createTransport({
    url: settings.smtpUrl.reveal(),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    for (const address of addresses) {
      await transport.sendMail({ from: settings.mailFrom, to: { name: "", address }, subject: letter.subject, ...bodyOf(letter) });
    }
    return { kind: "sent", mails: addresses.length };
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
