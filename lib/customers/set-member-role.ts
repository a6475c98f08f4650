import { inTransaction } from "#db/in-transaction.ts";
import { peopleSetMemberRole } from "#db/queries/people-set-member-role.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { UserId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import { memberRefusal } from "./member-refusal.ts";

/** Gives a person of the actor's customer the other role, from their next request on. The last owner stays one. */
export async function setMemberRole(actor: CustomerActor, userId: UserId, role: MemberRole): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => peopleSetMemberRole(tx, actor, userId, role));
    return ok(null);
  } catch (error) {
    return memberRefusal(error);
  }
}
