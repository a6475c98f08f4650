import pg from "pg";

/** A sealed ARN and the IDs that it is bound to. */
export interface SealedRow {
  readonly customerId: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly sealed: string;
}

export interface Resealed {
  /** Rows that were sealed with another key and are now sealed with the current one. */
  readonly resealed: number;
  /** Rows that a verification resealed, or a removal cleared, in the meantime. */
  readonly overtaken: number;
  /** Pending role ARNs sealed with another key. They expire within an hour. */
  readonly pendingArns: number;
  /** Connected connections whose MAC is of another key. Their next verification stores one of the current key. */
  readonly verifications: number;
}

const PAGE = 200;

interface Row {
  customer_id: string;
  id: string;
  value: string;
  role_arn: string;
}

/**
 * Reseals with the current key every role ARN that is sealed with another key, each in its own transaction, while the portal runs.
 * After an interruption, the next call continues with the remaining rows. It runs as sp_owner, because no other role may store a
 * sealed ARN without a verification.
 * @param reseal returns the resealed ARN of a row; if it throws, the row is unchanged and the error is passed on
 */
export async function resealRoleArns(
  ownerUrl: string,
  currentKeyId: string,
  reseal: (row: SealedRow) => string,
  onProgress: (done: number) => void = () => undefined,
): Promise<Resealed> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("set role sp_owner");
    let [resealed, overtaken] = [0, 0];
    for (let rows = await sealedWithOtherKey(client, currentKeyId, ["", ""]); rows.length > 0; ) {
      for (const row of rows) {
        const becomes = reseal({ customerId: row.customer_id, connectionId: row.id, externalId: row.value, sealed: row.role_arn });
        const values = [row.customer_id, row.id, row.role_arn, becomes];
        const { rows: done } = await client.query<{ done: boolean }>("select reseal_role_arn($1, $2, $3, $4) as done", values);
        if (done[0]?.done) resealed += 1;
        else overtaken += 1;
      }
      onProgress(resealed);
      const last = rows.at(-1);
      rows = last === undefined ? [] : await sealedWithOtherKey(client, currentKeyId, [last.customer_id, last.id]);
    }
    const left = await client.query<{ n: string }>(
      "select count(*) as n from pending_role_arns where expires_at > now() and split_part(role_arn, '.', 2) <> $1",
      [currentKeyId],
    );
    const signed = await client.query<{ n: string }>(
      "select count(*) as n from connections where status = 'connected' and split_part(verification_mac, '.', 2) is distinct from $1",
      [currentKeyId],
    );
    await client.query("select forget_unused_data_keys($1)", [currentKeyId]);
    return { resealed, overtaken, pendingArns: Number(left.rows[0]?.n), verifications: Number(signed.rows[0]?.n) };
  } finally {
    await client.end();
  }
}

/** The next rows, after a key of the table, that were sealed with another key. */
async function sealedWithOtherKey(client: pg.Client, keyId: string, [customer, connection]: readonly [string, string]): Promise<Row[]> {
  const text = `select k.customer_id, k.id, e.value, k.role_arn from connections k
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id)
    where k.role_arn is not null and k.status <> 'removed' and split_part(k.role_arn, '.', 2) <> $1
      and ($2 = '' or (k.customer_id, k.id) > (nullif($2, '')::uuid, nullif($3, '')::uuid)) order by k.customer_id, k.id limit ${PAGE}`;
  return (await client.query<Row>(text, [keyId, customer, connection])).rows;
}
