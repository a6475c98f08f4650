import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId, InvitationId, UserId } from "#kernel/ids.ts";
import type { InvitationHash } from "#kernel/people/invitation-token.ts";

export interface NewStaffInvitation {
  readonly id: string;
  readonly hash: InvitationHash;
  readonly email: string;
  readonly role: StaffRole;
}

// Every function below calls a database function that checks the role of the member of staff and writes the audit event.

/** Invites a person to the staff and enqueues the email. @throws refusal `staff`, `already_staff` or `invitation_budget` */
export async function staffInvite(tx: Transaction, actor: StaffActor, { id, hash, email, role }: NewStaffInvitation): Promise<void> {
  await tx.execute(sql`select invite_staff(${actor.userId}, ${email}, ${role}, ${id}, ${hash})`);
}

/** Creates a customer, invites its first owner and enqueues the email. Returns the customer's ID. @throws refusal `staff` or `invitation_budget` */
export async function staffInviteCustomer(
  tx: Transaction,
  actor: StaffActor,
  invited: { readonly name: string; readonly email: string; readonly id: string; readonly hash: InvitationHash },
): Promise<string> {
  const { name, email, id, hash } = invited;
  const { rows } = await tx.execute<{ id: string }>(sql`select invite_customer(${actor.userId}, ${name}, ${email}, ${id}, ${hash}) as id`);
  return rows[0]?.id ?? "";
}

/** Invites another owner of a customer and enqueues the email. @throws refusal `staff`, `too_many_invitations` or `invitation_budget`, or P0002 if there is no such customer */
export async function staffInviteOwner(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  invited: { readonly email: string; readonly id: string; readonly hash: InvitationHash },
): Promise<void> {
  const { email, id, hash } = invited;
  await tx.execute(sql`select invite_owner(${actor.userId}, ${customerId}, ${email}, ${id}, ${hash})`);
}

/**
 * Sends an invitation of a customer again, with a new link. @throws refusal `staff`, `too_many_invitations` or `invitation_budget`, or P0002 if it
 * is used, revoked or of another customer
 */
export async function staffResendInvitation(
  tx: Transaction,
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
  { id, hash }: { readonly id: string; readonly hash: InvitationHash },
): Promise<void> {
  await tx.execute(sql`select resend_invitation(${actor.userId}, ${of.customerId}, ${of.invitationId}, ${id}, ${hash})`);
}

/** Revokes an open invitation of a customer. @throws refusal `staff`, or P0002 if it is not open or of another customer */
export async function staffRevokeCustomerInvitation(
  tx: Transaction,
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly invitationId: InvitationId },
): Promise<void> {
  await tx.execute(sql`select revoke_customer_invitation(${actor.userId}, ${of.customerId}, ${of.invitationId})`);
}

/** Invites a person to the staff by an operator's command; audited as `system:cli`, without an email. @throws refusal `already_staff` */
export async function staffAdd(tx: Transaction, { id, hash, email, role }: NewStaffInvitation): Promise<void> {
  await tx.execute(sql`select cli_invite_staff(${email}, ${role}, ${id}, ${hash})`);
}

/** Revokes an open invitation to the staff. @throws refusal `staff`, or P0002 if it is not open */
export async function staffRevokeInvitation(tx: Transaction, actor: StaffActor, id: InvitationId): Promise<void> {
  await tx.execute(sql`select revoke_staff_invitation(${actor.userId}, ${id})`);
}

/** Changes the role of a member of staff, or removes them (null), and ends their sessions. @throws refusal `staff` or `not_oneself`, or P0002 if the person is not staff */
export async function staffSetRole(tx: Transaction, actor: StaffActor, userId: UserId, role: StaffRole | null): Promise<void> {
  await tx.execute(sql`select set_staff(${actor.userId}, ${userId}, ${role})`);
}

/**
 * Suspends a customer (with a reason) or resumes it (with null). Log access stops with the commit. A second audit event contains
 * the reason, which the database function does not take. @throws refusal `staff`, or P0002 if there is no such customer
 */
export async function staffSuspendCustomer(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  reason: string | null,
): Promise<void> {
  await tx.execute(sql`select suspend_customer(${actor.userId}, ${customerId}, ${reason !== null})`);
  if (reason === null) return;
  await tx.execute(
    sql`select append_audit(${customerId}, 'customer.suspension_explained', ${`staff:${actor.userId}`}, ${JSON.stringify({ reason })}::jsonb)`,
  );
}

/** Enqueues a run for the worker. @throws refusal `staff`, or P0002 if the connection does not exist, is a draft or was removed */
export async function staffRequestRun(
  tx: Transaction,
  actor: StaffActor,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<void> {
  await tx.execute(sql`select request_run(${actor.userId}, ${customerId}, ${connectionId})`);
}

/**
 * Enqueues a rotation for the worker; the audit event contains the reason. @throws refusal `staff`, or `third_id` if a rotation is
 * in progress, or P0002 if the connection has no role
 */
export async function staffRequestRotation(
  tx: Transaction,
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly reason: string },
): Promise<void> {
  await tx.execute(sql`select request_rotation(${actor.userId}, ${of.customerId}, ${of.connectionId}, ${of.reason})`);
}
