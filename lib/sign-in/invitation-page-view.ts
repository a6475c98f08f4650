import { inTransaction } from "#db/in-transaction.ts";
import { openInvitation } from "#db/queries/sign-in-invitations.ts";
import type { InvitationHash } from "#lib/kernel/invitation-token.ts";
import type { SessionHolder } from "./session-holder.ts";
import type { InvitationPageView } from "./sign-in-view.ts";

/**
 * What the page of an invitation shows to whoever reads it; null when the link is unknown, used, taken back or too old.
 * @param path the page's own path
 */
export async function invitationPageView(hash: InvitationHash, path: string, asker: SessionHolder): Promise<InvitationPageView | null> {
  const invitation = await inTransaction({ kind: "sign-in" }, (tx) => openInvitation(tx, hash));
  if (invitation === null) return null;
  const { customer_name: customerName, role, email } = invitation;
  return { customerName, role, email, reader: readerOf(asker, email, path) };
}

function readerOf(asker: SessionHolder, invited: string, path: string): InvitationPageView["reader"] {
  if (asker.kind === "nobody") return { kind: "signed-out", signInPath: `/sign-in?${new URLSearchParams({ callbackUrl: path })}` };
  if (asker.email !== invited) return { kind: "other-person", email: asker.email, path };
  return { kind: "invited", acceptPath: `${path}/accept` };
}
