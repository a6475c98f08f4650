import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";

const KeyUse = z.object({ key: z.string(), connections: z.coerce.number(), pending: z.coerce.number(), signed: z.coerce.number() });
/** What depends on one key of DATA_KEYS: sealed ARNs, pending ones, and signatures of connected connections. */
export type KeyUse = z.infer<typeof KeyUse>;

/** The keys of DATA_KEYS that stored rows name. For sp_owner. */
export async function dataKeysInUse(tx: Transaction): Promise<readonly KeyUse[]> {
  const { rows } = await tx.execute(sql`
    select key, sum(connections) as connections, sum(pending) as pending, sum(signed) as signed from (
      select split_part(role_arn, '.', 2) as key, 1 as connections, 0 as pending, 0 as signed from connections where role_arn is not null
      union all select split_part(role_arn, '.', 2), 0, 1, 0 from pending_role_arns where expires_at > now()
      union all select split_part(verification_mac, '.', 2), 0, 0, 1 from connections where status = 'connected' and verification_mac is not null
    ) used group by key order by key`);
  return z.array(KeyUse).parse(rows);
}

const Canary = z.object({ keyId: z.string(), sealed: z.string() });

/** The canaries of data keys: one for each key that has sealed new ARNs since the last rotation was finished, 100 at most. */
export async function dataKeyCanaries(tx: Transaction): Promise<readonly z.infer<typeof Canary>[]> {
  const { rows } = await tx.execute(sql`select key_id as "keyId", sealed from data_key_canaries order by key_id limit 100`);
  return z.array(Canary).parse(rows);
}

/** Whether a stored role ARN is sealed with the key of this ID. Reads all connections if none is. */
export async function isDataKeyInUse(tx: Transaction, keyId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ used: boolean }>(sql`select is_data_key_in_use(${keyId}) as used`);
  return rows[0]?.used === true;
}

/** Stores the canary of a data key, unless an ARN is sealed with a key of its ID already. */
export async function storeDataKeyCanary(tx: Transaction, keyId: string, sealed: string): Promise<void> {
  await tx.execute(sql`select store_data_key_canary(${keyId}, ${sealed})`);
}

const IndexKeys = z.object({ current: z.string(), previous: z.string().nullable() });

/** The fingerprints of the keys that index role ARNs; none before the first process of a database started. */
export async function indexKeysInUse(tx: Transaction): Promise<z.infer<typeof IndexKeys> | undefined> {
  const { rows } = await tx.execute(sql`select current_key as current, previous_key as previous from arn_index_keys`);
  return z.array(IndexKeys).parse(rows)[0];
}

const QueuedLink = z.object({ kind: z.enum(["sign-in link", "invitation", "contact"]), id: z.string(), hash: z.string() });
/** An email with a link that was not sent yet. */
export type QueuedLink = z.infer<typeof QueuedLink>;

/** The open links, invitations and contacts to confirm whose email is queued or being retried, in any version of the job, 10,000 at most. For sp_owner. */
export async function queuedLinks(tx: Transaction): Promise<readonly QueuedLink[]> {
  const { rows } = await tx.execute(sql`
    with waiting as (
      select name, data from pgboss.job
      where split_part(name, '.', 1) in ('mail-link', 'mail-invitation', 'mail-staff-invitation', 'mail-contact-confirmation')
        and state in ('created', 'retry', 'active')
    )
    select 'sign-in link' as kind, v.id::text, v.token as hash from waiting w join verification_tokens v on v.id::text = w.data->>'link'
    where v.expires > now() and v.used_at is null
    union all
    select 'invitation', i.id::text, i.token_hash from waiting w
    join (
      select id, token_hash, accepted_at, revoked_at, expires_at from invitations
      union all select id, token_hash, accepted_at, revoked_at, expires_at from staff_invitations
    ) i on i.id::text = w.data->>'invitation'
    where i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
    union all
    select 'contact', c.id::text, c.token_hash from waiting w join security_contacts c on c.id::text = w.data->>'contact'
    where c.confirmed_at is null and c.expires_at > now()
    limit 10000`);
  return z.array(QueuedLink).parse(rows);
}
