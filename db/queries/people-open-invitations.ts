import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { MemberRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly expiresAt: Date;
}

/** Invitations to a customer that were neither used nor withdrawn, newest first; one whose time is over is still among them. */
export async function peopleOpenInvitations(tx: Transaction, customerId: CustomerId): Promise<readonly InvitationRow[]> {
  const { rows } = await tx.execute<{ id: string; email: string; role: MemberRole; expires_at: string }>(
    sql`select id, email, role, expires_at from invitations_of(${customerId})`,
  );
  return rows.map(({ expires_at, ...invitation }) => ({ ...invitation, expiresAt: new Date(expires_at) }));
}
