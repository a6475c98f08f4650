import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** The connection that has claimed a role, with its External IDs that are not retired: current, pending and previous. */
export interface ClaimHolder {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  /** One to three. */
  readonly externalIds: readonly string[];
}

const listOf = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );

/** Another connection that has claimed the role with this ARN (its index with each key); undefined if there is none. For the worker, which sees all customers. */
export async function findClaimHolder(
  tx: Transaction,
  claim: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly arnHmacs: readonly string[] },
): Promise<ClaimHolder | undefined> {
  const { rows } = await tx.execute<{ customer_id: string; id: string; external_ids: string[] }>(sql`
    select k.customer_id, k.id, array(select e.value from external_ids e
        where (e.customer_id, e.connection_id) = (k.customer_id, k.id) and e.state <> 'retired' order by e.created_at) as external_ids
    from connections k where k.arn_hmac in (${listOf(claim.arnHmacs)}) and k.verified_at is not null and k.status <> 'removed' and k.claim_ended_at is null
      and (k.customer_id, k.id) <> (${claim.customerId}, ${claim.connectionId})`);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { customerId: CustomerId.parse(row.customer_id), connectionId: ConnectionId.parse(row.id), externalIds: row.external_ids };
}

/**
 * Ends the holder's claim on this role: a connected or expired connection becomes access denied, and its next check is due now.
 * Returns "changed-meanwhile" if the holder has another role by now, or an External ID that was not tested.
 */
export async function endClaim(
  tx: Transaction,
  { customerId, connectionId, externalIds }: ClaimHolder,
  arnHmacs: readonly string[],
  reason: string,
): Promise<"ended" | "changed-meanwhile"> {
  const { rowCount } = await tx.execute(sql`
    update connections k set claim_ended_at = now(), reason = ${reason}, next_check_at = case when k.status = 'disabled' then null else now() end,
      status = case when k.status in ('connected', 'expired') then 'access_denied' else k.status end
    where k.customer_id = ${customerId} and k.id = ${connectionId} and k.arn_hmac in (${listOf(arnHmacs)}) and k.status <> 'removed' and k.claim_ended_at is null
      and not exists (select from external_ids e where (e.customer_id, e.connection_id) = (k.customer_id, k.id)
        and e.state <> 'retired' and e.value not in (${listOf(externalIds)}))`);
  return (rowCount ?? 0) > 0 ? "ended" : "changed-meanwhile";
}

/** The name of a connection for an email; null if it was removed. */
export async function connectionName(tx: Transaction, customerId: CustomerId, connectionId: ConnectionId): Promise<string | null> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select name from connections where customer_id = ${customerId} and id = ${connectionId} and status <> 'removed'`,
  );
  return rows[0]?.name ?? null;
}

type ClaimOutcome = "ended" | "taken" | "kept" | "not-taken";

/**
 * Enqueues the email to all owners of a connection about a claim. The outcomes `kept` and `not-taken` are sent at most once a day
 * for each connection.
 */
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
