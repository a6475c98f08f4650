import pg from "pg";

/** A sealed role ARN, the IDs that it is bound to, and its index value. */
export interface SealedSample {
  readonly keyId: string;
  readonly customerId: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly sealed: string;
  readonly hmac: string | null;
}

/**
 * The newest sealed role ARN of each key that connections use, at most ten. As sp_owner, because no other role may read across customers.
 * @throws the database error if the server can't be reached or the owner can't read the table
 */
export async function readSealedSamples(ownerUrl: string): Promise<readonly SealedSample[]> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  await client.connect();
  try {
    await client.query("set role sp_owner");
    const { rows } = await client.query<SealedSample>(
      `select distinct on (split_part(c.role_arn, '.', 2)) split_part(c.role_arn, '.', 2) as "keyId", c.customer_id as "customerId",
          c.id as "connectionId", e.value as "externalId", c.role_arn as sealed, c.arn_hmac as hmac
        from connections c join external_ids e on (e.customer_id, e.connection_id, e.id) = (c.customer_id, c.id, c.external_id_id)
        where c.role_arn is not null and c.status <> 'removed'
        order by split_part(c.role_arn, '.', 2), c.created_at desc limit 10`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
