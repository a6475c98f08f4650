import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { Secret } from "#kernel/process/secret.ts";
import { authHmac } from "./auth-hmac.ts";

/** The SHA-256 of the token with which a contact confirms an address, in hex. The database stores only this hash. */
export const ContactHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"ContactHash">();
export type ContactHash = z.infer<typeof ContactHash>;

/**
 * The token of a contact: base64url of an HMAC-SHA256 over its ID, with a key derived from AUTH_SECRET. The worker computes it from the ID
 * when it writes the email, so that no table and no job contains it.
 */
function contactToken(authSecret: Secret<string>, contactId: string): Secret<string> {
  return new Secret(authHmac(authSecret, "security contact").update(contactId.toLowerCase()).digest("base64url"));
}

/** The hash by which a contact is found. */
export function contactHashOf(token: string): ContactHash {
  return ContactHash.parse(createHash("sha256").update(token).digest("hex"));
}

/** A random ID for a new contact, and the hash of the token that is derived from it. */
export function newContactKey(authSecret: Secret<string>): { readonly id: string; readonly hash: ContactHash } {
  const id = randomUUID();
  return { id, hash: contactHashOf(contactToken(authSecret, id).reveal()) };
}

/** The token of the contact with this hash, made with any of these secrets; undefined if none of them made it. */
export function mailedContactToken(authSecrets: readonly Secret<string>[], contactId: string, hash: string): Secret<string> | undefined {
  return authSecrets.map((secret) => contactToken(secret, contactId)).find((token) => contactHashOf(token.reveal()) === hash);
}
