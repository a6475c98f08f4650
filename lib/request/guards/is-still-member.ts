import "server-only";
import type { CustomerActor } from "#kernel/actor.ts";
import { sessionOfRequest } from "#lib/request/sign-in/session-cookie.ts";
import { sessionOwner } from "#lib/sign-in/session-holder.ts";

/** Asks the database anew whether the person of a request is still signed in and still belongs to their customer. */
export type Presence = () => Promise<boolean>;

/**
 * The presence of whoever a guard has just let in, for work that goes on after the answer has begun: the request's cookie
 * cannot be read then any more. Another customer chosen meanwhile, in another tab, does not end it.
 */
export async function isStillMember(actor: CustomerActor): Promise<Presence> {
  const session = await sessionOfRequest();
  return async () => {
    if (session === null) return false;
    const holder = await sessionOwner(session);
    return (
      holder.kind === "customer" &&
      holder.actor.userId === actor.userId &&
      holder.customers.some((customer) => customer.id === actor.customerId)
    );
  };
}
