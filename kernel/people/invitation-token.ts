import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { Secret } from "#kernel/process/secret.ts";
import { authHmac } from "./auth-hmac.ts";

/** The SHA-256 of an invitation's token, in hex. The database stores only this hash. */
export const InvitationHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"InvitationHash">();
export type InvitationHash = z.infer<typeof InvitationHash>;

/**
 * The token of a customer's or staff invitation: base64url of an HMAC-SHA256 over `invitation` and its ID, with a key derived
 * from AUTH_SECRET. It is computed again from the ID when the email is sent, so that no table and no job contains it. A link that was
 * sent keeps working after a rotation of AUTH_SECRET, because it is found by its hash.
 */
export function invitationToken(authSecret: Secret<string>, invitationId: string): Secret<string> {
  return new Secret(authHmac(authSecret, "invitation").update("invitation").update(invitationId.toLowerCase()).digest("base64url"));
}

/** The hash by which an invitation is found. */
export function invitationHashOf(token: string): InvitationHash {
  return InvitationHash.parse(createHash("sha256").update(token).digest("hex"));
}

/** The ID of a new invitation and the hash of its token. The ID is chosen before the insert, because the token is derived from it. */
export interface InvitationKey {
  readonly id: string;
  readonly hash: InvitationHash;
}

/** A random ID for a new invitation, and the hash by which its link is found. */
export function newInvitationKey(authSecret: Secret<string>): InvitationKey {
  const id = randomUUID();
  return { id, hash: invitationHashOf(invitationToken(authSecret, id).reveal()) };
}

/**
 * The AUTH_SECRET with which the hash of this invitation was made; undefined if it is none of these. After a rotation, the web
 * process that made the invitation and the worker that sends it may have different newest secrets.
 */
export function secretOfInvitation(authSecrets: readonly Secret<string>[], id: string, hash: string): Secret<string> | undefined {
  return authSecrets.find((secret) => invitationHashOf(invitationToken(secret, id).reveal()) === hash);
}

/** The link for the invited person. It contains the token: use it in an email or at a terminal, never in a log. */
export function invitationLink(appUrl: string, authSecret: Secret<string>, id: string): string {
  return new URL(`/invitations/${invitationToken(authSecret, id).reveal()}`, appUrl).href;
}
