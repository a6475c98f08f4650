import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId, NoteId } from "#kernel/ids.ts";

/** The most tags that a filter offers. */
const MOST_TAGS = 50;
/** Tags are counted up to so many rows of all customers. */
const MOST_COUNTED = 5000;

/**
 * The tags of all customers with the number of customers, the most used first; in alphabetical order and without numbers if there are too many to
 * count when a page is opened.
 * @param worst the statuses of the customers that are counted; none for all
 */
export async function staffTagCounts(
  tx: Transaction,
  worst: readonly number[],
): Promise<readonly { readonly tag: string; readonly customers: number | null }[]> {
  const where = worst.length === 0 ? sql`true` : sql`s.worst = any(${sql.param([...worst])}::int[])`;
  const { rows } = await tx.execute<{ tag: string; customers: number; all: number }>(sql`
    select tag, count(*) filter (where matches)::int as customers, sum(count(*)) over ()::int as all
    from (select t.tag, ${where} as matches from customer_tags t join customer_summaries s on s.customer_id = t.customer_id limit ${MOST_COUNTED + 1}) t
    group by tag order by count(*) desc, tag limit ${MOST_TAGS}`);
  // The rows that were read may lack a tag, so tags that can't be counted are looked up.
  if ((rows[0]?.all ?? 0) > MOST_COUNTED) return (await staffTags(tx)).map((tag) => ({ tag, customers: null }));
  return rows.map(({ tag, customers }) => ({ tag, customers }));
}

/** The tags of all customers in alphabetical order, at most 50. Reads one row for each tag, however many customers have it. */
export async function staffTags(tx: Transaction): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ tag: string }>(sql`
    with recursive found as (
      (select tag from customer_tags order by tag limit 1)
      union all
      select (select c.tag from customer_tags c where c.tag > f.tag order by c.tag limit 1) from found f where f.tag is not null
    ) select tag from found where tag is not null limit ${MOST_TAGS}`);
  return rows.map(({ tag }) => tag);
}

/** The condition that a customer has one of these tags. */
export const hasTag = (customerId: SQL, tags: readonly string[]): SQL =>
  sql`${customerId} in (select t.customer_id from customer_tags t where t.tag = any(${sql.param([...tags])}::text[]))`;

/** The tags of a customer, in alphabetical order, at most 20. */
export async function customerTags(tx: Transaction, customerId: CustomerId): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ tag: string }>(sql`select tag from customer_tags where customer_id = ${customerId} order by tag`);
  return rows.map(({ tag }) => tag);
}

/** The tags of these customers, each in alphabetical order. A customer without tags is left out. */
export async function tagsOfCustomers(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<{ customer_id: string; tags: string[] }>(sql`
    select customer_id, array_agg(tag order by tag) as tags from customer_tags
    where customer_id = any(${sql.param([...ids])}::uuid[]) group by customer_id`);
  return new Map(rows.map(({ customer_id, tags }) => [customer_id, tags]));
}

/**
 * Adds and removes tags and audits it in the chain of the partner. What is so already is no change.
 * @throws refusal `staff`, `customer_tag_word` or `too_many_tags`, or P0002 if there is no such customer
 */
export async function changeCustomerTags(
  tx: Transaction,
  actor: StaffActor,
  of: { readonly customerId: CustomerId; readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<void> {
  const [added, removed] = [sql.param([...of.added]), sql.param([...of.removed])];
  await tx.execute(sql`select change_customer_tags(${actor.userId}, ${of.customerId}, ${added}::text[], ${removed}::text[])`);
}

export interface NoteRow {
  readonly id: string;
  readonly authorId: string;
  /** The name or the address of the author; null after the person was erased. */
  readonly author: string | null;
  readonly note: string;
  readonly createdAt: Date;
}

/** The newest notes about a customer. @param limit rows */
export async function customerNotes(tx: Transaction, customerId: CustomerId, limit: number): Promise<readonly NoteRow[]> {
  const { rows } = await tx.execute<{ id: string; author_id: string; author: string | null; note: string; created_at: string }>(sql`
    select n.id, n.author_id, coalesce(p.name, p.email) as author, n.note, n.created_at
    from (select * from customer_notes where customer_id = ${customerId} order by created_at desc, id desc limit ${limit}) n
    left join lateral people_named(array[n.author_id]) p on true
    order by n.created_at desc, n.id desc`);
  return rows.map(({ id, author_id, author, note, created_at }) => ({
    ...{ id, authorId: author_id, author, note },
    createdAt: new Date(created_at),
  }));
}

/** Adds a note and audits it in the chain of the partner. @throws refusal `staff`, `customer_note_text` or `too_many_notes`, or P0002 */
export async function addCustomerNote(tx: Transaction, actor: StaffActor, customerId: CustomerId, note: string): Promise<void> {
  await tx.execute(sql`select add_customer_note(${actor.userId}, ${customerId}, ${note})`);
}

/** Removes a note of this person, or as admin any. @throws refusal `staff`, or P0002 if there is none that they may remove */
export async function removeCustomerNote(tx: Transaction, actor: StaffActor, customerId: CustomerId, noteId: NoteId): Promise<void> {
  await tx.execute(sql`select remove_customer_note(${actor.userId}, ${customerId}, ${noteId})`);
}

export interface SentEmailRow {
  readonly id: string;
  /** The queue without `mail-`, or the notice of an email to a contact: `quarantine`, `invitation` … */
  readonly kind: string;
  readonly connectionName: string | null;
  /** Null after the person was erased. */
  readonly email: string | null;
  readonly state: "sent" | "retrying" | "failed";
  readonly code: string | null;
  readonly tries: number;
  readonly endedAt: Date;
}

/** The newest emails of a customer. @param limit rows */
export async function sentEmails(tx: Transaction, customerId: CustomerId, limit: number): Promise<readonly SentEmailRow[]> {
  const { rows } = await tx.execute<{
    id: string;
    kind: string;
    name: string | null;
    email: string | null;
    state: SentEmailRow["state"];
    code: string | null;
    tries: number;
    ended_at: string;
  }>(sql`
    select e.id, e.kind, k.name, e.email, e.state, e.code, e.tries, e.ended_at
    from sent_emails e left join connections k on k.customer_id = e.customer_id and k.id = e.connection_id
    where e.customer_id = ${customerId} order by e.ended_at desc, e.id desc limit ${limit}`);
  return rows.map(({ id, kind, name, email, state, code, tries, ended_at }) => ({
    ...{ id, kind, connectionName: name, email, state, code, tries },
    endedAt: new Date(ended_at),
  }));
}

/** Deletes records of emails that are older than 400 days, at most 1,000. Returns how many. */
export async function deleteOldEmailRecords(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select delete_old_email_records() as n`);
  return Number(rows[0]?.n ?? 0);
}
