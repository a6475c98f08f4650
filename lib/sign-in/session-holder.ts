import { sessionOf } from "#db/queries/sign-in.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import type { SessionHash } from "./session-hash.ts";

export interface OwnCustomer {
  readonly id: CustomerId;
  readonly name: string;
}

/** Whom a session belongs to. An outsider is signed in and belongs to nobody here: they may only accept an invitation. */
export type SessionOwner =
  | { readonly kind: "nobody" }
  | { readonly kind: "outsider"; readonly userId: UserId; readonly email: string }
  | { readonly kind: "staff"; readonly actor: StaffActor; readonly email: string }
  | {
      readonly kind: "customer";
      readonly actor: CustomerActor;
      readonly email: string;
      readonly customerName: string;
      readonly suspended: boolean;
      readonly customers: readonly OwnCustomer[];
    };

/**
 * Asks the database, every time, who holds this session now: a removed membership or session counts at the next request.
 * `idleMinutes` for a person's own request, which keeps the session for so long; none to look without keeping it.
 */
export async function sessionOwner(session: SessionHash, idleMinutes: number | null = null): Promise<SessionOwner> {
  const row = await sessionOf(session, idleMinutes);
  if (row === null || row.email === null) return { kind: "nobody" };
  const { user_id: userId, email } = row;
  if (row.staff_role !== null) return { kind: "staff", actor: { kind: "staff", userId, role: row.staff_role }, email };
  const chosen = row.memberships.find((membership) => membership.customer_id === row.customer_id);
  if (chosen === undefined) return { kind: "outsider", userId, email };
  return {
    kind: "customer",
    actor: { kind: "customer", customerId: chosen.customer_id, userId, role: chosen.role },
    email,
    customerName: chosen.name,
    suspended: chosen.suspended,
    customers: row.memberships.map(({ customer_id, name }) => ({ id: customer_id, name })),
  };
}
