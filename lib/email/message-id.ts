import { createHmac, hkdfSync } from "node:crypto";
import type { MailSettings } from "./send-email.ts";

/**
 * The Message-ID of a letter: the same each time the same one is sent to the same person, so that what was accepted by a mail
 * server just before the worker was killed, and is sent again, is one message. An HMAC: nobody else can take it first.
 */
export function messageIdOf({ appUrl, authSecret }: Pick<MailSettings, "appUrl" | "authSecret">, about: string, whom: string): string {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport message", 32));
  const name = createHmac("sha256", key).update(`${about}\n${whom}`).digest("hex");
  return `<${name}@${new URL(appUrl).hostname}>`;
}
