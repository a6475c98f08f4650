import { inTransaction } from "#db/in-transaction.ts";
import { staffRevokeInvitation, staffSetRole } from "#db/queries/staff-acts.ts";
import { staffMembers, staffOpenInvitations } from "#db/queries/staff-lists.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { InvitationId, UserId } from "#kernel/ids.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { StaffView } from "#lib/staff/shared/fleet-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Changes the role of a colleague; their sessions end. Only for admins, and never for one's own role; audited. */
export async function setStaffRole(actor: StaffActor, userId: UserId, role: StaffRole): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSetRole(tx, actor, userId, role));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Removes a colleague from the staff; their sessions end. Only for admins, and never for oneself; audited. */
export async function removeStaff(actor: StaffActor, userId: UserId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffSetRole(tx, actor, userId, null));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** Revokes an open staff invitation: its link stops working immediately. Admins; audited. */
export async function revokeStaffInvitation(actor: StaffActor, id: InvitationId): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRevokeInvitation(tx, actor, id));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}

/** The partner's staff and, for admins, the open invitations. */
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
