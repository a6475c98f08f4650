import { createHash, createHmac, hkdfSync, randomUUID } from "node:crypto";
import { z } from "zod";
import { Secret } from "./secret.ts";

/** What the database keeps of a mailed link's token: its SHA-256, in hex. */
export const SignInLinkHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"SignInLinkHash">();
export type SignInLinkHash = z.infer<typeof SignInLinkHash>;

/** The token as it is in a link: 64 hex digits. */
export const SignInLinkToken = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The token of a mailed link: a HMAC-SHA256 over its id, in hex, under a key derived from AUTH_SECRET. The worker derives it
 * from the id when it writes the mail, so that no table and no job holds it (10-database §1.14).
 */
export function signInLinkToken(authSecret: Secret<string>, linkId: string): Secret<string> {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport sign-in link", 32));
  return new Secret(createHmac("sha256", key).update(linkId.toLowerCase()).digest("hex"));
}

/** The hash under which a link is found by its token. */
export function signInLinkHashOf(token: string): SignInLinkHash {
  return SignInLinkHash.parse(createHash("sha256").update(token).digest("hex"));
}

/** A link about to be stored: its id and the hash of the token that follows from it. */
export function newSignInLinkKey(authSecret: Secret<string>): { readonly id: string; readonly hash: SignInLinkHash } {
  const id = randomUUID();
  return { id, hash: signInLinkHashOf(signInLinkToken(authSecret, id).reveal()) };
}
