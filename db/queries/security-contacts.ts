import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ContactId, CustomerId } from "#kernel/ids.ts";
import type { ContactHash } from "#kernel/people/contact-token.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";

const STATES = ["unconfirmed", "expired", "confirmed"] as const;

/** Whether a contact confirmed its address; `expired`: it did not within a week, and the link does not work any more. */
export type ContactState = (typeof STATES)[number];

export interface ContactRow {
  readonly id: string;
  readonly email: string;
  readonly state: ContactState;
  /** The role of the member with this address; null if there is none. */
  readonly memberRole: "owner" | "member" | null;
  readonly createdAt: Date;
}

/** The contacts of a customer for security notices, oldest first, at most 10. A customer may see its own, staff all. */
export async function securityContacts(tx: Transaction, customerId: CustomerId): Promise<readonly ContactRow[]> {
  const { rows } = await tx.execute<{
    id: string;
    email: string;
    state: ContactState;
    member_role: "owner" | "member" | null;
    created_at: string;
  }>(sql`select id, email, state, member_role, created_at from security_contacts_of(${customerId})`);
  return rows.map(({ id, email, state, member_role, created_at }) => ({
    ...{ id, email, state },
    memberRole: member_role,
    createdAt: new Date(created_at),
  }));
}

/**
 * Adds a contact, enqueues the email with the link that confirms it, and audits it.
 * @throws refusal `owner`, `security_contact_once`, `too_many_contacts` or `contact_budget`
 */
export async function contactsAdd(
  tx: Transaction,
  actor: CustomerActor,
  { id, hash, email }: { readonly id: string; readonly hash: ContactHash; readonly email: EmailAddress },
): Promise<void> {
  await tx.execute(sql`select add_security_contact(${actor.customerId}, ${actor.userId}, ${email}, ${id}, ${hash})`);
}

/** Removes a contact and audits it. @throws refusal `owner`, or P0002 if there is no such contact */
export async function contactsRemove(tx: Transaction, actor: CustomerActor, id: ContactId): Promise<void> {
  await tx.execute(sql`select remove_security_contact(${actor.customerId}, ${actor.userId}, ${id})`);
}

const ByHash = z.object({ customer_name: z.string(), email: z.string(), state: z.enum(STATES) });

/** Whose address the link with this hash confirms; null if there is none. */
export async function contactByHash(
  tx: Transaction,
  hash: ContactHash,
): Promise<{ readonly customerName: string; readonly email: string; readonly state: ContactState } | null> {
  const { rows } = await tx.execute(sql`select customer_name, email, state from contact_by_hash(${hash})`);
  if (rows[0] === undefined) return null;
  const { customer_name: customerName, ...contact } = ByHash.parse(rows[0]);
  return { customerName, ...contact };
}

/** Confirms a contact and audits it. @throws P0002 if the link is used, expired or unknown */
export async function contactsConfirm(tx: Transaction, hash: ContactHash): Promise<void> {
  await tx.execute(sql`select confirm_security_contact(${hash})`);
}

export interface ContactForMail {
  readonly email: string;
  readonly customerName: string;
  readonly expiresAt: Date;
  /** The SHA-256 of the token, in hex. */
  readonly tokenHash: string;
}

/** What the confirmation email of a contact needs; null if it was removed, is confirmed or has expired. */
export async function contactForMail(tx: Transaction, customerId: CustomerId, contactId: ContactId): Promise<ContactForMail | null> {
  const { rows } = await tx.execute<{ email: string; customer_name: string; expires_at: string; token_hash: string }>(
    sql`select email, customer_name, expires_at, token_hash from contact_for_mail(${customerId}, ${contactId})`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { email: row.email, customerName: row.customer_name, expiresAt: new Date(row.expires_at), tokenHash: row.token_hash };
}

/** Deletes contacts whose link expired more than a week ago, at most 1,000. Returns how many. */
export async function contactsDeleteUnconfirmed(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select delete_unconfirmed_contacts() as n`);
  return Number(rows[0]?.n ?? 0);
}

/** The confirmed address of a contact, for the worker's emails; null if it was removed, or is an owner's now, who gets an email anyway. */
export async function contactAddress(tx: Transaction, customerId: CustomerId, contactId: ContactId): Promise<string | null> {
  const { rows } = await tx.execute<{ email: string }>(
    sql`select email from contacts_to_notify(${customerId}) where contact_id = ${contactId}`,
  );
  return rows[0]?.email ?? null;
}
