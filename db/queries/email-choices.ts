import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { emailOptOuts } from "#db/schema/email-opt-outs.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { EMAIL_KINDS, type EmailKind } from "#kernel/people/email-kinds.ts";
import type { EmailChoice } from "#kernel/people/unsubscribe-link.ts";

/** A customer has at most 500 members. */
const MOST_ROWS = 500 * EMAIL_KINDS.length;

/** Who of a customer has turned off which emails. */
export async function emailOptOutsOf(
  tx: Transaction,
  customerId: CustomerId,
): Promise<readonly { readonly userId: string; readonly kind: EmailKind }[]> {
  const { userId, kind } = emailOptOuts;
  return tx.select({ userId, kind }).from(emailOptOuts).where(eq(emailOptOuts.customerId, customerId)).limit(MOST_ROWS);
}

/** Turns emails of a kind on or off for the actor. @throws P0002 if they are no longer a member */
export async function setEmailChoice(tx: Transaction, actor: CustomerActor, kind: EmailKind, wanted: boolean): Promise<void> {
  await tx.execute(sql`select set_email_choice(${actor.customerId}, ${actor.userId}, ${kind}, ${wanted})`);
}

export interface EmailChoiceRow {
  readonly customerName: string;
  readonly email: string;
  readonly turnedOff: boolean;
}

/** What the page of an unsubscribe link shows; null if the person is no longer a member. */
export async function emailChoiceOf(tx: Transaction, { customerId, userId, kind }: EmailChoice): Promise<EmailChoiceRow | null> {
  const { rows } = await tx.execute<{ customer_name: string; email: string; turned_off: boolean }>(
    sql`select customer_name, email, turned_off from email_choice_of(${customerId}, ${userId}, ${kind})`,
  );
  const [row] = rows;
  return row === undefined ? null : { customerName: row.customer_name, email: row.email, turnedOff: row.turned_off };
}

/** Turns off emails by an unsubscribe link, which the caller has checked. Does nothing for a person who is no longer a member. */
export async function turnOffEmails(tx: Transaction, { customerId, userId, kind }: EmailChoice): Promise<void> {
  await tx.execute(sql`select turn_off_emails(${customerId}, ${userId}, ${kind})`);
}

/** The email address of a customer's owner for emails of this kind; null if the person is no owner or has turned them off. */
export async function ownerAddressFor(tx: Transaction, customerId: CustomerId, userId: UserId, kind: EmailKind): Promise<string | null> {
  const { rows } = await tx.execute<{ email: string | null }>(sql`select owner_address_for(${customerId}, ${userId}, ${kind}) as email`);
  return rows[0]?.email ?? null;
}

/** Sets how many hours a session of the customer's people lasts at most: 1, 2, 4 or 8. @throws refusal `owner` */
export async function setSessionHours(tx: Transaction, actor: CustomerActor, hours: number): Promise<void> {
  await tx.execute(sql`select set_session_hours(${actor.customerId}, ${actor.userId}, ${hours})`);
}

/** The name of a connection to whose role AWS denies access; null for any other, and if the role moved to another connection. */
export async function deniedConnectionName(tx: Transaction, customerId: CustomerId, connectionId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    select name from connections
    where customer_id = ${customerId} and id = ${connectionId} and status = 'access_denied' and claim_ended_at is null`);
  return rows[0]?.name ?? null;
}
