import { inTransaction } from "#db/in-transaction.ts";
import { openInvitation } from "#db/queries/invitations.ts";
import type { InvitationHash } from "#kernel/invitation-token.ts";
import type { SessionOwner } from "./session-holder.ts";
import type { InvitationPageView } from "./shared/sign-in-view.ts";

export interface InvitationPlace {
  /** The page's own path. */
  readonly path: string;
  readonly needsSingleSignOn: boolean;
  readonly staffProvider: InvitationPageView["provider"];
}

/** What the page of an invitation shows to its reader; null when the link is unknown, used, revoked or expired. */
export async function invitationPageView(
  hash: InvitationHash,
  { path, needsSingleSignOn, staffProvider }: InvitationPlace,
  requester: SessionOwner,
): Promise<InvitationPageView | null> {
  const invitation = await inTransaction({ kind: "sign-in" }, (tx) => openInvitation(tx, hash));
  if (invitation === null) return null;
  const { kind, customer_name: customerName, role, email } = invitation;
  const provider = kind === "staff" ? staffProvider : "oidc";
  return { customerName, role, email, path, provider, needsSingleSignOn, reader: readerOf(requester, email) };
}

function readerOf(requester: SessionOwner, invited: string): InvitationPageView["reader"] {
  if (requester.kind === "nobody") return { kind: "signed-out" };
  return requester.email === invited ? { kind: "invited" } : { kind: "other-person", email: requester.email };
}
