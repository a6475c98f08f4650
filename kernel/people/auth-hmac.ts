import { createHmac, type Hmac, hkdfSync } from "node:crypto";
import type { Secret } from "#kernel/process/secret.ts";

/** An HMAC-SHA256 with a key that is derived from AUTH_SECRET for one purpose (RFC 5869), so that a value of one purpose is valid for no other. */
export function authHmac(authSecret: Secret<string>, purpose: string): Hmac {
  return createHmac("sha256", Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", `sallyport ${purpose}`, 32)));
}
