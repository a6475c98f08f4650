import { inTransaction } from "#db/in-transaction.ts";
import { peopleRemoveMember } from "#db/queries/people-remove-member.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { memberRefusal } from "./member-refusal.ts";

/** Takes a person out of the actor's customer; their sessions lose it at once. The last owner is refused. */
export async function removeMember(actor: CustomerActor, userId: UserId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleRemoveMember(tx, actor, userId));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}
