import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";

/** Gives a colleague another role, or none (null); ends their sessions, audited. Refusals: `staff`, `not_oneself`; P0002 for no staff. */
export async function staffSetRole(tx: Transaction, actor: StaffActor, userId: UserId, role: StaffRole | null): Promise<void> {
  await tx.execute(sql`select set_staff(${actor.userId}, ${userId}, ${role})`);
}
