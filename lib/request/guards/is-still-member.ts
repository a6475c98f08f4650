import "server-only";
import type { CustomerActor } from "#kernel/actor.ts";
import { sessionOfRequest } from "#lib/request/sign-in/sign-in-cookies.ts";
import { sessionOwner } from "#lib/sign-in/session-owner.ts";

/** Checks again in the database whether the person of a request is still signed in and still a member of their customer. */
export type Presence = () => Promise<boolean>;

/**
 * Creates that check for the person that a guard just accepted, for work that continues after the response has begun, when the cookie
 * can no longer be read. Switching to another customer in another tab does not end the work.
 */
export async function isStillMember(actor: CustomerActor): Promise<Presence> {
  const session = await sessionOfRequest();
  return async () => {
    if (session === null) return false;
    const owner = await sessionOwner(session);
    return (
      owner.kind === "customer" &&
      owner.actor.userId === actor.userId &&
      owner.customers.some((customer) => customer.id === actor.customerId)
    );
  };
}
