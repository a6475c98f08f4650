import pg from "pg";

/** A sealed ARN and the place it is bound to. */
export interface SealedRow {
  readonly customerId: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly sealed: string;
}

export interface Resealed {
  /** Rows that are sealed under the current key now and were not before. */
  readonly resealed: number;
  /** Rows that a proof sealed anew, or a removal emptied, while this went on. */
  readonly overtaken: number;
  /** Candidates under another key: they end by themselves within the hour. */
  readonly candidates: number;
  /** Connected connections whose proof is signed with another key: their next verification signs with the current one. */
  readonly proofs: number;
}

const PIECE = 200;

interface Row {
  customer_id: string;
  id: string;
  value: string;
  role_arn: string;
}

/**
 * Seals every stored role ARN of another key anew, each in a transaction of its own, while the portal runs; whatever stops it,
 * the next time goes on with what is left. As sp_owner, whom no process logs in as: nobody else may write a ciphertext without
 * a proof. `reseal` throws when it cannot open one: then the row's place is told and nothing of it is changed.
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
    for (let rows = await others(client, currentKeyId, ["", ""]); rows.length > 0; ) {
      for (const row of rows) {
        const becomes = reseal({ customerId: row.customer_id, connectionId: row.id, externalId: row.value, sealed: row.role_arn });
        const values = [row.customer_id, row.id, row.role_arn, becomes];
        const { rows: done } = await client.query<{ done: boolean }>("select reseal_role_arn($1, $2, $3, $4) as done", values);
        if (done[0]?.done) resealed += 1;
        else overtaken += 1;
      }
      onProgress(resealed);
      const last = rows.at(-1);
      rows = last === undefined ? [] : await others(client, currentKeyId, [last.customer_id, last.id]);
    }
    const left = await client.query<{ n: string }>(
      "select count(*) as n from candidates where expires_at > now() and split_part(role_arn, '.', 2) <> $1",
      [currentKeyId],
    );
    const signed = await client.query<{ n: string }>(
      "select count(*) as n from connections where status = 'connected' and split_part(proof_mac, '.', 2) is distinct from $1",
      [currentKeyId],
    );
    return { resealed, overtaken, candidates: Number(left.rows[0]?.n), proofs: Number(signed.rows[0]?.n) };
  } finally {
    await client.end();
  }
}

/** The next rows that another key sealed, after a place. */
async function others(client: pg.Client, keyId: string, [customer, connection]: readonly [string, string]): Promise<Row[]> {
  const text = `select k.customer_id, k.id, e.value, k.role_arn from connections k
    join external_ids e on (e.customer_id, e.connection_id, e.id) = (k.customer_id, k.id, k.external_id_id)
    where k.role_arn is not null and k.status <> 'removed' and split_part(k.role_arn, '.', 2) <> $1
      and ($2 = '' or (k.customer_id, k.id) > (nullif($2, '')::uuid, nullif($3, '')::uuid)) order by k.customer_id, k.id limit ${PIECE}`;
  return (await client.query<Row>(text, [keyId, customer, connection])).rows;
}
