import { and, eq, ne, sql } from "drizzle-orm";
import { refusalOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { acceptMemberInvitation, acceptStaffInvitation, openInvitation } from "#db/queries/sign-in-invitations.ts";
import { signInSessions } from "#db/queries/sign-in-sessions.ts";
import { accounts } from "#db/schema/accounts.ts";
import type { UserId } from "#lib/kernel/ids.ts";
import type { InvitationHash } from "#lib/kernel/invitation-token.ts";
import type { SessionHash } from "./session-hash.ts";

/** Where staff come from: the provider's id in our tables and its issuer. */
export interface StaffDoor {
  readonly provider: string;
  readonly issuer: string;
}

export type AcceptedInvitation = "member" | "staff" | "needs-single-sign-on" | "not-yours";

interface Acceptance {
  readonly hash: InvitationHash;
  readonly userId: UserId;
  readonly session: SessionHash;
  readonly staffDoor: StaffDoor;
}

/**
 * Accepts an open invitation for the person signed in, once. A member's session acts for that customer from then on. Staff
 * need an identity at the staff's issuer; their other sessions end, since they began before the person had this power.
 */
export async function acceptInvitation({ hash, userId, session, staffDoor }: Acceptance): Promise<AcceptedInvitation> {
  try {
    return await inTransaction({ kind: "sign-in" }, async (tx) => {
      const invitation = await openInvitation(tx, hash);
      if (invitation === null) return "not-yours";
      if (invitation.kind === "staff") return enrol(tx, { hash, userId, session, staffDoor });
      const customerId = await acceptMemberInvitation(tx, hash, userId);
      await tx.execute(sql`select choose_customer(${session}, ${customerId})`);
      return "member";
    });
  } catch (error) {
    if (refusalOf(error) !== undefined) return "not-yours";
    throw error;
  }
}

async function enrol(tx: Transaction, { hash, userId, session, staffDoor }: Acceptance): Promise<AcceptedInvitation> {
  const mine = and(eq(accounts.userId, userId), eq(accounts.provider, staffDoor.provider));
  const [identity] = await tx.select({ subject: accounts.providerAccountId }).from(accounts).where(mine);
  if (identity === undefined) return "needs-single-sign-on";
  await tx.delete(signInSessions).where(and(eq(signInSessions.userId, userId), ne(signInSessions.sessionToken, session)));
  await acceptStaffInvitation(tx, hash, userId, staffDoor.issuer, identity.subject);
  return "staff";
}
