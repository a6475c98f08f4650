import type { UserId } from "#kernel/ids.ts";
import type { SessionOwner } from "#lib/sign-in/session-holder.ts";

/** The person who is signed in, whether or not they belong to a customer or to the staff. */
export function userIdOf(requester: Exclude<SessionOwner, { kind: "nobody" }>): UserId {
  return requester.kind === "outsider" ? requester.userId : requester.actor.userId;
}
