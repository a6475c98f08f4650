import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import { ConnectionId, CustomerId, RunId } from "#kernel/ids.ts";

/** Makes this key index new ARNs. @throws refusal `arn_index_rotation` while another one is being replaced */
export async function startArnIndex(tx: Transaction, key: string): Promise<void> {
  await tx.execute(sql`select start_arn_index(${key})`);
}

const StoredArn = z.object({
  customerId: CustomerId,
  connectionId: ConnectionId,
  externalId: z.string(),
  externalIdId: z.string(),
  sealed: z.string(),
  arnHmac: z.string(),
  accountId: z.string().nullable(),
  roleId: z.string().nullable(),
  runId: RunId.nullable(),
  /** Milliseconds since 1970, truncated. */
  verifiedMs: z.coerce.number().nullable(),
  mac: z.string().nullable(),
});
/** The sealed ARN of a connection, and what the MAC of its verification was made of. */
export type StoredArn = z.infer<typeof StoredArn>;

/** A page of all stored role ARNs, in the order of the table's key. For sp_owner. @param after the last row of the page before */
export async function storedArns(
  tx: Transaction,
  after: { readonly customerId: string; readonly connectionId: string } | null,
  most: number,
): Promise<readonly StoredArn[]> {
  const { rows } = await tx.execute(sql`
    select k.customer_id as "customerId", k.id as "connectionId", e.value as "externalId", k.external_id_id as "externalIdId",
      k.role_arn as sealed, k.arn_hmac as "arnHmac", k.account_id as "accountId", k.role_id as "roleId", k.verified_run_id as "runId",
      floor(extract(epoch from k.verified_at) * 1000) as "verifiedMs", k.verification_mac as mac
    from connections k
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id)
    where k.role_arn is not null and k.status <> 'removed'
      and (${after === null} or (k.customer_id, k.id) > (${after?.customerId ?? null}::uuid, ${after?.connectionId ?? null}::uuid))
    order by k.customer_id, k.id limit ${most}`);
  return z.array(StoredArn).parse(rows);
}

/** The closed runs of a connection that get its new index: the one that verified it, and those of the last day, 200 at most. */
export async function runsToIndex(tx: Transaction, { customerId, connectionId, arnHmac, runId }: StoredArn): Promise<readonly RunId[]> {
  const { rows } = await tx.execute(sql`
    select id from verification_runs
    where customer_id = ${customerId} and connection_id = ${connectionId} and arn_hmac = ${arnHmac} and finished_at is not null
      and (id = ${runId} or started_at > now() - interval '25 hours')
    order by (id = ${runId}) desc, started_at desc limit 200`);
  return z
    .array(z.object({ id: RunId }))
    .parse(rows)
    .map(({ id }) => id);
}

/** Stores the new index of a connection and its runs. Returns whether it did: not if the connection was verified meanwhile or a run is open. */
export async function reindexRoleArn(
  tx: Transaction,
  stored: StoredArn,
  becomes: {
    readonly arnHmac: string;
    readonly mac: string | null;
    readonly runs: readonly { readonly id: string; readonly mac: string | null }[];
  },
): Promise<boolean> {
  const { customerId, connectionId, arnHmac, runId } = stored;
  const { rows } = await tx.execute<{ done: boolean }>(sql`
    select reindex_role_arn(${customerId}, ${connectionId}, ${arnHmac}, ${becomes.arnHmac}, ${runId}, ${becomes.mac},
      ${JSON.stringify(becomes.runs)}::jsonb) as done`);
  return rows[0]?.done === true;
}

/** What still needs the previous key: pending role ARNs and open runs from before the rotation. */
export async function arnIndexUnfinished(tx: Transaction): Promise<{ readonly pending: number; readonly running: number }> {
  const { rows } = await tx.execute<{ pending: string; running: string }>(sql`select pending, running from arn_index_unfinished()`);
  return { pending: Number(rows[0]?.pending), running: Number(rows[0]?.running) };
}

/** Forgets the previous index of at most `most` connections. Returns of how many; with 0 the rotation is finished. */
export async function finishArnIndex(tx: Transaction, most: number): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select finish_arn_index(${most}) as n`);
  return Number(rows[0]?.n);
}
