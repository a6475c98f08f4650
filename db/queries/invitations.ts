import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor, MemberRole, StaffActor } from "#kernel/actor.ts";
import { CustomerId, type InvitationId } from "#kernel/ids.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import type { InvitationHash } from "#kernel/people/invitation-token.ts";

export interface NewInvitation<Role> {
  readonly id: string;
  readonly hash: InvitationHash;
  readonly email: string;
  readonly role: Role;
}

/** Invites a person, enqueues the email and audits it. @throws refusal `owner`, `already_member`, `too_many_invitations` or `invitation_budget` */
export async function peopleInviteMember(tx: Transaction, actor: CustomerActor, invitation: NewInvitation<MemberRole>): Promise<void> {
  const { id, hash, email, role } = invitation;
  await tx.execute(sql`select invite_member(${actor.customerId}, ${actor.userId}, ${email}, ${role}, ${id}, ${hash})`);
}

export interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly expiresAt: Date;
}

/** Invitations to a customer that were neither accepted nor revoked, newest first, including expired ones. */
export async function peopleOpenInvitations(tx: Transaction, customerId: CustomerId): Promise<readonly InvitationRow[]> {
  const { rows } = await tx.execute<{ id: string; email: string; role: MemberRole; expires_at: string }>(
    sql`select id, email, role, expires_at from invitations_of(${customerId})`,
  );
  return rows.map(({ expires_at, ...invitation }) => ({ ...invitation, expiresAt: new Date(expires_at) }));
}

/** The addresses of these invitations of customers' people, by ID, for staff. One that was deleted has none. */
export async function staffInvited(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ id: string; email: string }>(
    sql`select id, email from invitations where id = any(${sql.param([...ids])}::uuid[])`,
  );
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** Revokes an open invitation and audits it. @throws refusal `owner`, or P0002 if it is not open */
export async function peopleRevokeInvitation(tx: Transaction, actor: CustomerActor, id: InvitationId): Promise<void> {
  await tx.execute(sql`select revoke_invitation(${actor.customerId}, ${actor.userId}, ${id})`);
}

export interface InvitationForMail {
  readonly kind: "member" | "staff";
  readonly email: string;
  readonly role: string;
  /** Null for an invitation of staff. */
  readonly customerName: string | null;
  readonly expiresAt: Date;
  /** The SHA-256 of the token, in hex. */
  readonly tokenHash: string;
}

/** What the email of an invitation needs; null if it is no longer open. */
export async function peopleInvitationForMail(tx: Transaction, invitationId: string): Promise<InvitationForMail | null> {
  const { rows } = await tx.execute<{
    kind: "member" | "staff";
    email: string;
    role: string;
    customer_name: string | null;
    expires_at: string;
    token_hash: string;
  }>(sql`select kind, email, role, customer_name, expires_at, token_hash from invitation_for_mail(${invitationId})`);
  const row = rows[0];
  if (row === undefined) return null;
  const { kind, email, role } = row;
  return { kind, email, role, customerName: row.customer_name, expiresAt: new Date(row.expires_at), tokenHash: row.token_hash };
}

const InvitationByHash = z.object({
  kind: z.enum(["member", "staff"]),
  customer_name: z.string().nullable(),
  email: z.string(),
  role: z.string(),
  state: z.enum(["open", "accepted", "revoked", "expired"]),
});
export type OpenInvitation = z.infer<typeof InvitationByHash>;

/** The invitation with this token hash; null unless it is open. */
export async function openInvitation(tx: Transaction, hash: string): Promise<OpenInvitation | null> {
  const { rows } = await tx.execute(sql`select kind, customer_name, email, role, state from invitation_by_hash(${hash})`);
  const row = rows[0] ? InvitationByHash.parse(rows[0]) : null;
  return row?.state === "open" ? row : null;
}

/** Accepts an open invitation to the person's own address, which makes them a member. @throws P0002 for any other invitation */
export async function acceptMemberInvitation(tx: Transaction, hash: string, userId: string): Promise<CustomerId> {
  const { rows } = await tx.execute(sql`select accept_invitation(${hash}, ${userId}) as customer_id`);
  return CustomerId.parse(rows[0]?.["customer_id"]);
}

/**
 * Makes the session's person staff, with the identity that the session was signed in with. Their other sessions end.
 * @throws P0002 if the session is of another provider, if the person has another identity too, or for another person's invitation
 */
export async function acceptStaffInvitation(
  tx: Transaction,
  hash: string,
  session: string,
  staffEntryPoint: { readonly provider: string; readonly issuer: string },
): Promise<void> {
  await tx.execute(sql`select accept_staff_invitation(${hash}, ${session}, ${staffEntryPoint.provider}, ${staffEntryPoint.issuer})`);
}

const SpentBudget = z.object({ spent: z.enum(["address", "customer", "person"]), free_at: z.coerce.date() });

/** A spent budget of invitations in 24 hours: to one address, of all owners of a customer, or of one member of staff. */
export interface SpentInvitations {
  readonly spent: "address" | "customer" | "person";
  readonly freeAt: Date;
}

/** The budget that prevents an owner from inviting this address now; null if none does. @throws 42501 if the person is not an owner */
export function ownersInvitationsFreeAt(tx: Transaction, actor: CustomerActor, email: EmailAddress): Promise<SpentInvitations | null> {
  return findSpentBudget(tx, sql`select spent, free_at from invitations_free_at(${actor.customerId}, ${actor.userId}, ${email})`);
}

/** The same for a member of staff. @throws 42501 for the role support */
export function staffInvitationsFreeAt(tx: Transaction, actor: StaffActor, email: EmailAddress): Promise<SpentInvitations | null> {
  return findSpentBudget(tx, sql`select spent, free_at from staff_invitations_free_at(${actor.userId}, ${email})`);
}

async function findSpentBudget(tx: Transaction, statement: SQL): Promise<SpentInvitations | null> {
  const { rows } = await tx.execute(statement);
  if (rows[0] === undefined) return null;
  const { spent, free_at: freeAt } = SpentBudget.parse(rows[0]);
  return { spent, freeAt };
}
