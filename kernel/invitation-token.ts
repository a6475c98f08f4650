import { createHash, createHmac, hkdfSync } from "node:crypto";
import { z } from "zod";
import { Secret } from "./secret.ts";

/** What the database keeps of an invitation's token: its SHA-256, in hex. */
export const InvitationHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"InvitationHash">();
export type InvitationHash = z.infer<typeof InvitationHash>;

/**
 * The token of an invitation, customer's or staff's: base64url of an HMAC-SHA256 over `invitation` and its id, under a key
 * drawn from AUTH_SECRET. Whoever mails the link makes it anew from the id, so that no table and no job holds it
 * (10-database §1.14). Another AUTH_SECRET makes all open invitations void.
 */
export function invitationToken(authSecret: Secret<string>, invitationId: string): Secret<string> {
  const key = Buffer.from(hkdfSync("sha256", authSecret.reveal(), "", "sallyport invitation", 32));
  return new Secret(createHmac("sha256", key).update("invitation").update(invitationId.toLowerCase()).digest("base64url"));
}

/** The hash under which an invitation is found by the token of its link. */
export function invitationHashOf(token: string): InvitationHash {
  return InvitationHash.parse(createHash("sha256").update(token).digest("hex"));
}
