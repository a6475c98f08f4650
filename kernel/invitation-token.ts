import { createHash, createHmac, hkdfSync } from "node:crypto";
import { z } from "zod";
import { Secret } from "./secret.ts";

/** The SHA-256 of an invitation's token, in hex. The database stores only this hash. */
export const InvitationHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"InvitationHash">();
export type InvitationHash = z.infer<typeof InvitationHash>;

/**
 * The token of a customer's or staff invitation: base64url of an HMAC-SHA256 over `invitation` and its ID, with a key derived
 * from AUTH_SECRET. It is computed again from the ID when the email is sent, so that no table and no job contains it. A new
 * AUTH_SECRET invalidates all open invitations.
 */
export function invitationToken(authSecret: Secret<string>, invitationId: string): Secret<string> {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport invitation", 32));
  return new Secret(createHmac("sha256", key).update("invitation").update(invitationId.toLowerCase()).digest("base64url"));
}

/** The hash by which an invitation is found. */
export function invitationHashOf(token: string): InvitationHash {
  return InvitationHash.parse(createHash("sha256").update(token).digest("hex"));
}
