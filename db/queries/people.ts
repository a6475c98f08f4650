import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";

export interface PersonRow {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
}

/** The members of a customer, oldest first. A customer may see its own, staff all. */
export async function peopleOfCustomer(tx: Transaction, customerId: CustomerId): Promise<readonly PersonRow[]> {
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string; role: MemberRole }>(
    sql`select user_id, name, email, role from people_of(${customerId}) limit ${MOST_LISTED}`,
  );
  return rows.map(({ user_id, ...person }) => ({ userId: user_id, ...person }));
}

/** The email address (or else the name) of each of these people, by ID, as far as the requester may know it; at most 500. */
export async function peopleNamed(tx: Transaction, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string | null }>(
    sql`select user_id, name, email from people_named(${sql.param([...userIds])}::uuid[])`,
  );
  return new Map(
    rows.flatMap(({ user_id: id, name, email }) => {
      const shown = email ?? name;
      return shown === null ? [] : [[id, shown] as const];
    }),
  );
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
