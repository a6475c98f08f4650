import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { NewStaffInvitation } from "./staff-invite.ts";

/** Invites somebody to the staff from a terminal; audited as `system:cli`, nothing is mailed. Refusal: `already_staff`. */
export async function staffAdd(tx: Transaction, { id, hash, email, role }: NewStaffInvitation): Promise<void> {
  await tx.execute(sql`select cli_invite_staff(${email}, ${role}, ${id}, ${hash})`);
}
