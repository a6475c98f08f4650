import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** The connection that holds a role, with the External IDs under which it may use it: current, pending and previous. */
export interface ClaimHolder {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  /** One to three. */
  readonly externalIds: readonly string[];
}

/** Who else holds the role of this index; undefined when nobody does. For the worker only: it sees all customers. */
export async function findClaimHolder(
  tx: Transaction,
  wanted: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly arnHmac: string },
): Promise<ClaimHolder | undefined> {
  const { rows } = await tx.execute<{ customer_id: string; id: string; external_ids: string[] }>(sql`
    select k.customer_id, k.id, array(select e.value from external_ids e
        where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state <> 'retired' order by e.created_at) as external_ids
    from connections k where k.arn_hmac = ${wanted.arnHmac} and k.proved_at is not null and k.status <> 'removed' and k.claim_ended_at is null
      and (k.customer_id, k.id) <> (${wanted.customerId}, ${wanted.connectionId})`);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { customerId: CustomerId.parse(row.customer_id), connectionId: ConnectionId.parse(row.id), externalIds: row.external_ids };
}

/**
 * Ends the holder's claim on this role: its status becomes refused where it was readable, and the next check is due now.
 * "changed-meanwhile" when it has another role or other External IDs than those that were asked.
 */
export async function endClaim(
  tx: Transaction,
  { customerId, connectionId, externalIds }: ClaimHolder,
  arnHmac: string,
  reason: string,
): Promise<"ended" | "changed-meanwhile"> {
  const asked = sql.join(
    externalIds.map((value) => sql`${value}`),
    sql`, `,
  );
  const { rowCount } = await tx.execute(sql`
    update connections k set claim_ended_at = now(), reason = ${reason}, next_check_at = case when k.status = 'disabled' then null else now() end,
      status = case when k.status in ('connected', 'not_proven') then 'refused' else k.status end
    where k.customer_id = ${customerId} and k.id = ${connectionId} and k.arn_hmac = ${arnHmac} and k.status <> 'removed' and k.claim_ended_at is null
      and not exists (select from external_ids e where (e.customer_id, e.connection_id) = (k.customer_id, k.id)
        and e.state <> 'retired' and e.value not in (${asked}))`);
  return (rowCount ?? 0) > 0 ? "ended" : "changed-meanwhile";
}

/** The name of a connection that is not removed, or null: for a mail. */
export async function connectionName(tx: Transaction, customerId: CustomerId, connectionId: ConnectionId): Promise<string | null> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select name from connections where customer_id = ${customerId} and id = ${connectionId} and status <> 'removed'`,
  );
  return rows[0]?.name ?? null;
}

type ClaimOutcome = "ended" | "taken" | "kept" | "not-taken";

/** Enqueues the mail to all owners of a connection; one of the same kind for the same connection at most once a day. */
export async function enqueueClaimMail(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
  outcome: ClaimOutcome,
): Promise<void> {
  const ids = JSON.stringify({ customer: customerId, connection: connectionId, outcome });
  await tx.execute(sql`
    select enqueue_job('mail-claim', ${ids}::jsonb) where ${outcome} in ('ended', 'taken') or not exists (select from pgboss.job j
      where j.name = 'mail-claim' and j.data->>'connection' = ${connectionId} and j.data->>'outcome' = ${outcome} and j.created_on > now() - interval '1 day')`);
}
