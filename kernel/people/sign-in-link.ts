import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { Secret } from "#kernel/process/secret.ts";
import { authHmac } from "./auth-hmac.ts";

/** The SHA-256 of a sign-in link's token, in hex. The database stores only this hash. */
export const SignInLinkHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"SignInLinkHash">();
export type SignInLinkHash = z.infer<typeof SignInLinkHash>;

/** The token in a link: 64 hex digits. */
export const SignInLinkToken = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * The token of a sign-in link: an HMAC-SHA256 over its ID, in hex, with a key derived from AUTH_SECRET. The worker computes it
 * from the ID when it writes the email, so that no table and no job contains it.
 */
export function signInLinkToken(authSecret: Secret<string>, linkId: string): Secret<string> {
  return new Secret(authHmac(authSecret, "sign-in link").update(linkId.toLowerCase()).digest("hex"));
}

/** The hash by which a link is found. */
export function signInLinkHashOf(token: string): SignInLinkHash {
  return SignInLinkHash.parse(createHash("sha256").update(token).digest("hex"));
}

/** The token of the link with this hash, made with any of these secrets; undefined if none of them made it. */
export function mailedLinkToken(authSecrets: readonly Secret<string>[], linkId: string, hash: string): Secret<string> | undefined {
  return authSecrets.map((secret) => signInLinkToken(secret, linkId)).find((token) => signInLinkHashOf(token.reveal()) === hash);
}

/** A random ID for a new link, and the hash of the token that is derived from it. */
export function newSignInLinkKey(authSecret: Secret<string>): { readonly id: string; readonly hash: SignInLinkHash } {
  const id = randomUUID();
  return { id, hash: signInLinkHashOf(signInLinkToken(authSecret, id).reveal()) };
}
