import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Secret } from "#kernel/process/secret.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { type ExpiringSet, expiringSet } from "#kernel/time/expiring-set.ts";

/** The request header with which the preflight asks a web process how its request arrived. */
export const PREFLIGHT_HEADER = "preflight-signature";

/** Seconds in which a signed request is accepted. A process accepts each one once. */
const VALID_S = 60;

/** How a request arrived at the web process. */
export const Arrival = z.strictObject({
  /** The headers as the process received them; null when absent. */
  host: z.string().nullable(),
  scheme: z.string().nullable(),
  /** The entries of X-Forwarded-For. */
  forwardedFor: z.array(z.string()),
  /** The address of the socket. */
  peer: z.string(),
  /** The network that limits count by. */
  network: z.string(),
  trustedHops: z.number(),
});
export type Arrival = z.output<typeof Arrival>;

const mac = (authSecret: Secret<string>, text: string): Buffer =>
  createHmac("sha256", Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport preflight", 32)))
    .update(text)
    .digest();

/** A value of {@link PREFLIGHT_HEADER}: `<seconds since 1970>.<nonce>.<MAC>`. It can't be made without AUTH_SECRET. */
export function signPreflight(authSecret: Secret<string>, now: Date): string {
  const text = `${Math.floor(now.getTime() / 1000)}.${randomBytes(16).toString("base64url")}`;
  return `${text}.${mac(authSecret, text).toString("base64url")}`;
}

/** Checks requests that any of the secrets signed, and remembers them, so that a copied one is refused. */
export function createPreflightGate(authSecrets: readonly Secret<string>[], clock: Clock): (value: string | null) => boolean {
  const used: ExpiringSet = expiringSet(clock, { forMs: 2 * VALID_S * 1000, atMost: 1000 });
  return (value) => {
    const [, text = "", at = "", signature = ""] = /^((\d{10})\.[\w-]{22})\.([\w-]{43})$/.exec(value ?? "") ?? [];
    const made = Buffer.from(signature, "base64url");
    const isSigned = authSecrets.some((secret) => {
      const expected = mac(secret, text);
      return made.length === expected.length && timingSafeEqual(made, expected);
    });
    if (text === "" || !isSigned) return false;
    if (Math.abs(clock.now().getTime() / 1000 - Number(at)) > VALID_S || used.has(text)) return false;
    used.add(text);
    return true;
  };
}
