import { sessionOf } from "#db/queries/sign-in.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import type { SessionHash } from "./session-hash.ts";

export interface OwnCustomer {
  readonly id: CustomerId;
  readonly name: string;
}

/** The owner of a session. An outsider is signed in, but is neither a member nor staff: they may only accept an invitation. */
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
 * Reads the owner of this session from the database on each call, so that a removed membership or session takes effect at the next request.
 * `idleMinutes`: keeps the session for that long, for a request that a person made; omit it to read without keeping the session.
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
