import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import type { KeysetOrder, Place } from "./keyset.ts";

export interface PersonRow {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
}

/** The order of the members of a customer: by when they joined. */
export const MEMBER_ORDER: KeysetOrder = {
  segments: [sql`true`],
  keys: [
    { expression: sql`since`, type: "time" },
    { expression: sql`user_id`, type: "uuid" },
  ],
  descending: false,
};

interface MemberPage {
  readonly rows: readonly PersonRow[];
  readonly next: Place | null;
  readonly previous: Place | null;
}

/** One page of the members of a customer, oldest first, at most 99. `part`: a part of an address or name. @throws P0002 for another customer */
export async function memberPage(
  tx: Transaction,
  customerId: CustomerId,
  part: string,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
): Promise<MemberPage> {
  const backwards = start !== null && "before" in start;
  const [at, user] = (start === null ? null : "before" in start ? start.before : start.after)?.keys ?? [null, null];
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string; role: MemberRole; at: string }>(
    sql`select user_id, name, email, role, (since at time zone 'UTC')::text as at
      from members_page(${customerId}, ${part.toLowerCase()}, ${at}::timestamp at time zone 'UTC', ${user}::uuid, ${backwards}, ${limit + 1})`,
  );
  const found = rows.slice(0, limit);
  const more = rows.length > limit;
  const shown = backwards ? found.toReversed() : found;
  const place = (row: (typeof rows)[number] | undefined) => (row === undefined ? null : { segment: 0, keys: [row.at, row.user_id] });
  return {
    rows: shown.map(({ user_id, name, email, role }) => ({ userId: user_id, name, email, role })),
    next: (backwards ? found.length > 0 : more) ? place(shown.at(-1)) : null,
    previous: (backwards ? more : start !== null) ? place(shown[0]) : null,
  };
}

export interface MemberCounts {
  readonly members: number;
  readonly owners: number;
  /** How many match the part of an address or name. */
  readonly matching: number;
  /** The addresses of the first 10 owners. */
  readonly firstOwners: readonly string[];
}

/** How many members a customer has. @throws P0002 for another customer */
export async function memberCounts(tx: Transaction, customerId: CustomerId, part: string): Promise<MemberCounts> {
  const { rows } = await tx.execute<{ members: number; owners: number; matching: number; first_owners: string[] | null }>(
    sql`select members, owners, matching, first_owners from members_counted(${customerId}, ${part.toLowerCase()})`,
  );
  const [row] = rows;
  return { members: row?.members ?? 0, owners: row?.owners ?? 0, matching: row?.matching ?? 0, firstOwners: row?.first_owners ?? [] };
}

/** The most people that `people_named` names in one call. */
const NAMED_AT_ONCE = 500;

/** The email address (or else the name) of each of these people, by ID, as far as the requester may know it; at most 500. */
export async function peopleNamed(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let from = 0; from < userIds.length; from += NAMED_AT_ONCE) {
    const ids = userIds.slice(from, from + NAMED_AT_ONCE);
    const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string | null }>(
      sql`select user_id, name, email from people_named(${sql.param([...ids])}::uuid[])`,
    );
    for (const { user_id: id, name, email } of rows) {
      const shown = email ?? name;
      if (shown !== null) names.set(id, shown);
    }
  }
  return names;
}

/** The email address of a customer's owner, for the worker's emails; null if the person is not an owner. */
export async function peopleOwnerAddress(tx: Transaction, customerId: CustomerId, userId: UserId): Promise<string | null> {
  const { rows } = await tx.execute<{ email: string | null }>(sql`select email from owners_of(${customerId}) where user_id = ${userId}`);
  return rows[0]?.email ?? null;
}

/**
 * Completes a job that is for all owners of its customer and enqueues one for each owner, in one statement: `user` is the owner,
 * `event` the ID of the completed job. A security notice (a quarantine, or another connection that claims the role) is also for the
 * confirmed contacts, each with a job of `mail-contact`. Does nothing if the job is completed already.
 */
export async function splitOwnersJob(tx: Transaction, queue: string, jobId: string): Promise<void> {
  await tx.execute(sql`
    with split as (
      update pgboss.job set state = 'completed', completed_on = now(), output = '{"word": "split"}'
       where name = ${queue} and id = ${jobId} and state < 'completed' and data->>'user' is null returning id, name, data)
    select enqueue_job(${queue}, s.data || jsonb_build_object('user', o.user_id, 'event', s.id))
      from split s, owners_of((s.data->>'customer')::uuid) o where o.email is not null
    union all
    select enqueue_job('mail-contact',
        s.data || jsonb_build_object('contact', c.contact_id, 'event', s.id, 'notice', substring(s.name from '^mail-(quarantine|claim)')))
      from split s, contacts_to_notify((s.data->>'customer')::uuid) c
      where s.name like 'mail-quarantine%' or s.name like 'mail-claim%' and s.data->>'outcome' in ('ended', 'kept')`);
}

/** Sets the role of a member and audits it. @throws refusal `owner` or `last_owner`, or P0002 if the person is not a member */
export async function peopleSetMemberRole(tx: Transaction, actor: CustomerActor, userId: UserId, role: MemberRole): Promise<void> {
  await tx.execute(sql`select set_member_role(${actor.customerId}, ${actor.userId}, ${userId}, ${role})`);
}

/** Removes a member and audits it. @throws refusal `owner` or `last_owner`, or P0002 if the person is not a member */
export async function peopleRemoveMember(tx: Transaction, actor: CustomerActor, userId: UserId): Promise<void> {
  await tx.execute(sql`select remove_member(${actor.customerId}, ${actor.userId}, ${userId})`);
}

/** Erases the person with an email address; returns null if no person has it. @throws refusal `last_owner`, also for the last admin of the staff */
export async function erasePerson(tx: Transaction, address: string): Promise<UserId | null> {
  const { rows } = await tx.execute<{ id: string | null }>(sql`select cli_erase_person(${address}) as id`);
  return rows[0]?.id ? UserId.parse(rows[0].id) : null;
}
