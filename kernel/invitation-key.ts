import { randomUUID } from "node:crypto";
import { type InvitationHash, invitationHashOf, invitationToken } from "./invitation-token.ts";
import type { Secret } from "./secret.ts";

/** An invitation about to be stored: its id, chosen by us because the token follows from it, and the hash of that token. */
export interface InvitationKey {
  readonly id: string;
  readonly hash: InvitationHash;
}

/** A new invitation's id with the hash under which its link will be found. */
export function newInvitationKey(authSecret: Secret<string>): InvitationKey {
  const id = randomUUID();
  return { id, hash: invitationHashOf(invitationToken(authSecret, id).reveal()) };
}

/** The link that whoever is invited follows. Holds the token: for a mail or a terminal, never for a log. */
export function invitationLink(appUrl: string, authSecret: Secret<string>, id: string): string {
  return new URL(`/invitations/${invitationToken(authSecret, id).reveal()}`, appUrl).href;
}
