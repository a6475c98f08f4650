import type { UserId } from "#kernel/ids.ts";
import type { SessionOwner } from "#lib/sign-in/session-holder.ts";

/** The ID of the signed-in person, also when they are neither a member of a customer nor staff. */
export function userIdOf(requester: Exclude<SessionOwner, { kind: "nobody" }>): UserId {
  return requester.kind === "outsider" ? requester.userId : requester.actor.userId;
}
