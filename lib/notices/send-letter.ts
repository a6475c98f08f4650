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

/**
 * Sends one letter to each address, apart, so that no receiver sees another. An address that the server refuses for good
 * holds nobody else's letter up: waiting does not mend it, and trying anew would write to the others at each try.
 * Never throws what the mail server said.
 */
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
    const refusals: unknown[] = [];
    for (const address of addresses) {
      const mail = { from: settings.mailFrom, to: { name: "", address }, subject: letter.subject, ...bodyOf(letter) };
      await transport.sendMail(mail).catch((cause: unknown) => {
        if (!isRefusedForGood(cause)) throw cause;
        refusals.push(cause);
      });
    }
    const mails = addresses.length - refusals.length;
    return mails > 0 ? { kind: "sent", mails } : { kind: "failed", code: codeOf(refusals[0]) };
  } catch (cause) {
    return { kind: "failed", code: codeOf(cause) };
  } finally {
    transport.close();
  }
}

/** The server said no to this address or to a letter for it; 4xx means "not now", and is tried again. */
function isRefusedForGood(cause: unknown): boolean {
  return (
    cause instanceof Error && "responseCode" in cause && Number(cause.responseCode) >= 500 && /^e(envelope|message)$/.test(codeOf(cause))
  );
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^[A-Z_]{1,40}$/.test(code) ? code.toLowerCase() : "unexpected";
}
