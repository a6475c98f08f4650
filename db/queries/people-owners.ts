import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";

/** The address of a customer's owner, for the worker's mails; null for whoever is none (any more). */
export async function peopleOwnerAddress(tx: Transaction, customerId: CustomerId, userId: UserId): Promise<string | null> {
  const { rows } = await tx.execute<{ email: string | null }>(sql`select email from owners_of(${customerId}) where user_id = ${userId}`);
  return rows[0]?.email ?? null;
}

/**
 * Ends a job that is for all owners of its customer and enqueues one for each, in one statement: `user` is the owner,
 * `event` the job that ended. Nothing when it ended already.
 */
export async function splitOwnersJob(tx: Transaction, queue: string, jobId: string): Promise<void> {
  await tx.execute(sql`
    with split as (
      update pgboss.job set state = 'completed', completed_on = now(), output = '{"word": "split"}'
       where name = ${queue} and id = ${jobId} and state < 'completed' and data->>'user' is null returning id, data)
    select enqueue_job(${queue}, s.data || jsonb_build_object('user', o.user_id, 'event', s.id))
      from split s, owners_of((s.data->>'customer')::uuid) o where o.email is not null`);
}
