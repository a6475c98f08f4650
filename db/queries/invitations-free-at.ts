import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";

const Row = z.object({ spent: z.enum(["address", "customer", "person"]), free_at: z.coerce.date() });

/** A budget of invitations in 24 hours that is spent: to one address, of a customer's owners, of one member of staff. */
export interface SpentInvitations {
  readonly spent: "address" | "customer" | "person";
  readonly freeAt: Date;
}

/** What keeps an owner from inviting this address now; null when nothing does. @throws 42501 for somebody who is no owner */
export function ownersInvitationsFreeAt(tx: Transaction, actor: CustomerActor, email: EmailAddress): Promise<SpentInvitations | null> {
  return first(tx, sql`select spent, free_at from invitations_free_at(${actor.customerId}, ${actor.userId}, ${email})`);
}

/** The same for a member of staff. @throws 42501 for support */
export function staffInvitationsFreeAt(tx: Transaction, actor: StaffActor, email: EmailAddress): Promise<SpentInvitations | null> {
  return first(tx, sql`select spent, free_at from staff_invitations_free_at(${actor.userId}, ${email})`);
}

async function first(tx: Transaction, statement: SQL): Promise<SpentInvitations | null> {
  const { rows } = await tx.execute(statement);
  if (rows[0] === undefined) return null;
  const { spent, free_at: freeAt } = Row.parse(rows[0]);
  return { spent, freeAt };
}
