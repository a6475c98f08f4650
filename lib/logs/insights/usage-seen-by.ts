import type { CustomerActor } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";

/** Whose use a person sees: null for everybody's, which only owners see; a member sees their own. */
export function usageSeenBy({ role, userId }: CustomerActor): UserId | null {
  return role === "owner" ? null : userId;
}
