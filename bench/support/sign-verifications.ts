import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type pg from "pg";
import { keyRing } from "#kernel/process/env-fields.ts";
import { Secret } from "#kernel/process/secret.ts";
import { verificationMac } from "#lib/connections/evidence/evidence-mac.ts";

const AT_ONCE = 20_000;

interface Row {
  readonly customerId: string;
  readonly id: string;
  readonly externalIdId: string;
  readonly arnHmac: string;
  readonly runId: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly at: Date;
}

/**
 * Gives each connected connection the MAC of its verification, with the key of the product in this folder. Without it, the worker would try to revoke
 * all of them, again and again, while pages are measured.
 */
export async function signVerifications(client: pg.Client, folder: string): Promise<void> {
  const { DATA_KEYS } = parseEnv(readFileSync(join(folder, "web.env"), "utf8"));
  const env = { dataKeys: new Secret(keyRing.parse(DATA_KEYS)) };
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await client.query<Row>(
      `select customer_id as "customerId", id, external_id_id as "externalIdId", arn_hmac as "arnHmac", verified_run_id as "runId",
         account_id as "accountId", role_id as "roleId", verified_at as at
       from connections where status = 'connected' and id > $1 order by id limit $2`,
      [last, AT_ONCE],
    );
    if (rows.length === 0) return;
    const macs = rows.map(({ id: connectionId, runId, accountId, roleId, at, ...row }) =>
      verificationMac({ env }, { ...row, connectionId, id: runId }, { accountId, roleId }, at),
    );
    await client.query(
      "update connections k set verification_mac = s.mac from unnest($1::uuid[], $2::text[]) s(id, mac) where k.id = s.id and k.status = 'connected'",
      [rows.map(({ id }) => id), macs],
    );
    last = rows.at(-1)?.id ?? last;
  }
}
