import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { EMAIL_KINDS, type EmailKind } from "#kernel/people/email-kinds.ts";
import type { EmailChoice } from "#kernel/people/unsubscribe-link.ts";

/** For each kind of email: how many owners get it, the addresses of the first 10, and whether the actor has not turned it off. */
export async function emailRecipients(
  tx: Transaction,
  { customerId, userId }: CustomerActor,
): Promise<
  readonly { readonly kind: EmailKind; readonly owners: number; readonly firstOwners: readonly string[]; readonly isOn: boolean }[]
> {
  const { rows } = await tx.execute<{ kind: EmailKind; owners: number; first_owners: string[]; is_on: boolean }>(sql`
    select k.kind, count(p.email)::int as owners, (coalesce(array_agg(p.email order by p.email) filter (where p.email is not null), '{}'))[1:10] as first_owners,
      not exists (select from email_opt_outs e where (e.customer_id, e.user_id, e.kind) = (${customerId}, ${userId}, k.kind)) as is_on
    from unnest(${sql.param([...EMAIL_KINDS])}::text[]) with ordinality k(kind, n)
    left join people_of(${customerId}) p on p.role = 'owner'
      and not exists (select from email_opt_outs e where (e.customer_id, e.user_id, e.kind) = (${customerId}, p.user_id, k.kind))
    group by k.kind, k.n order by k.n`);
  return rows.map(({ kind, owners, first_owners: firstOwners, is_on: isOn }) => ({ kind, owners, firstOwners, isOn }));
}

/** Turns emails of a kind on or off for the actor. @throws P0002 if they are no longer a member */
export async function setEmailChoice(tx: Transaction, actor: CustomerActor, kind: EmailKind, wanted: boolean): Promise<void> {
  await tx.execute(sql`select set_email_choice(${actor.customerId}, ${actor.userId}, ${kind}, ${wanted})`);
}

export interface EmailChoiceRow {
  readonly customerName: string;
  readonly email: string;
  /** Only owners get emails that can be turned off. */
  readonly isOwner: boolean;
  readonly turnedOff: boolean;
}

/** What the page of an unsubscribe link shows; null if the person is no longer a member. */
export async function emailChoiceOf(tx: Transaction, { customerId, userId, kind }: EmailChoice): Promise<EmailChoiceRow | null> {
  const { rows } = await tx.execute<{ customer_name: string; email: string; is_owner: boolean; turned_off: boolean }>(
    sql`select customer_name, email, is_owner, turned_off from email_choice_of(${customerId}, ${userId}, ${kind})`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { customerName: row.customer_name, email: row.email, isOwner: row.is_owner, turnedOff: row.turned_off };
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
