import { randomUUID } from "node:crypto";
import { type InvitationHash, invitationHashOf, invitationToken } from "./invitation-token.ts";
import type { Secret } from "./secret.ts";

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

/** The link for the invited person. It contains the token: use it in an email or at a terminal, never in a log. */
export function invitationLink(appUrl: string, authSecret: Secret<string>, id: string): string {
  return new URL(`/invitations/${invitationToken(authSecret, id).reveal()}`, appUrl).href;
}
