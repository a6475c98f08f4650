import { inTransaction } from "#db/in-transaction.ts";
import { staffMembers } from "#db/queries/staff-members.ts";
import { staffOpenInvitations } from "#db/queries/staff-open-invitations.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { StaffView } from "./shared/fleet-view.ts";

/** The partner's staff and, for admins, the invitations that are open. */
export async function findStaff(actor: StaffActor): Promise<StaffView> {
  const { people, invitations } = await inTransaction(
    actor,
    async (tx) => ({ people: await staffMembers(tx), invitations: actor.role === "admin" ? await staffOpenInvitations(tx) : [] }),
    { readOnly: true },
  );
  return {
    role: actor.role,
    people: people.map((person) => ({ ...person, isSelf: person.userId === actor.userId })),
    invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
  };
}
