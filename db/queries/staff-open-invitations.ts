import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffRole } from "#kernel/actor.ts";

export interface StaffInvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly expiresAt: Date;
}

/** Invitations to the staff that were neither used nor withdrawn, newest first. */
export async function staffOpenInvitations(tx: Transaction): Promise<readonly StaffInvitationRow[]> {
  const { rows } = await tx.execute<{ id: string; email: string; role: StaffRole; expires_at: string }>(
    sql`select id, email, role, expires_at from staff_invitations_open()`,
  );
  return rows.map(({ expires_at, ...invitation }) => ({ ...invitation, expiresAt: new Date(expires_at) }));
}
