import { eq, sql } from "drizzle-orm";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { acceptMemberInvitation, acceptStaffInvitation, openInvitation } from "#db/queries/invitations.ts";
import { signInSessions } from "#db/queries/sign-in.ts";
import type { UserId } from "#kernel/ids.ts";
import type { InvitationHash } from "#kernel/people/invitation-token.ts";
import type { InvitationPageView } from "#lib/sign-in/shared/sign-in-view.ts";
import type { SessionHash, SessionOwner } from "./session-owner.ts";
import type { SignInProvider } from "./sign-in-store.ts";

/** The identity provider of the staff: its ID in the portal's tables and its issuer. */
export interface StaffEntryPoint {
  readonly provider: SignInProvider;
  readonly issuer: string;
}

export type AcceptedInvitation = "member" | "staff" | "needs-single-sign-on" | "not-yours";

interface Acceptance {
  readonly hash: InvitationHash;
  readonly userId: UserId;
  readonly session: SessionHash;
  readonly staffEntryPoint: StaffEntryPoint;
}

/**
 * Accepts an open invitation once, for the signed-in person. A member's session is then a session of that customer. Staff
 * need a session from the staff's issuer: it is not enough that the person has an identity there, because a mailed link to
 * their address would then also give staff access. Their other sessions end, because they began before the person was staff.
 */
export async function acceptInvitation({ hash, userId, session, staffEntryPoint }: Acceptance): Promise<AcceptedInvitation> {
  try {
    return await inTransaction({ kind: "sign-in" }, async (tx) => {
      const invitation = await openInvitation(tx, hash);
      if (invitation === null) return "not-yours";
      if (invitation.kind === "staff") return acceptAsStaff(tx, { hash, session, staffEntryPoint });
      const customerId = await acceptMemberInvitation(tx, hash, userId);
      await tx.execute(sql`select choose_customer(${session}, ${customerId})`);
      return "member";
    });
  } catch (error) {
    if (refusalOf(error) !== undefined) return "not-yours";
    throw error;
  }
}

async function acceptAsStaff(tx: Transaction, { hash, session, staffEntryPoint }: Omit<Acceptance, "userId">): Promise<AcceptedInvitation> {
  const [begun] = await tx
    .select({ provider: signInSessions.provider })
    .from(signInSessions)
    .where(eq(signInSessions.sessionToken, session));
  if (begun?.provider !== staffEntryPoint.provider) return "needs-single-sign-on";
  await acceptStaffInvitation(tx, hash, session, staffEntryPoint);
  return "staff";
}

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
