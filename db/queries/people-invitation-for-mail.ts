import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

export interface InvitationForMail {
  readonly kind: "member" | "staff";
  readonly email: string;
  readonly role: string;
  /** Null for staff. */
  readonly customerName: string | null;
  readonly expiresAt: Date;
}

/** What the mail of an invitation needs, or null when it is no longer open. */
export async function peopleInvitationForMail(tx: Transaction, invitationId: string): Promise<InvitationForMail | null> {
  const { rows } = await tx.execute<{
    kind: "member" | "staff";
    email: string;
    role: string;
    customer_name: string | null;
    expires_at: string;
  }>(sql`select kind, email, role, customer_name, expires_at from invitation_for_mail(${invitationId})`);
  const row = rows[0];
  if (row === undefined) return null;
  return { kind: row.kind, email: row.email, role: row.role, customerName: row.customer_name, expiresAt: new Date(row.expires_at) };
}
