import { sql } from "drizzle-orm";
import { createBatcher } from "#db/create-batcher.ts";
import type { Transaction } from "#db/in-transaction.ts";
import { poolOf } from "#db/pools.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type ConnectionId, CustomerId, type RunId } from "#kernel/ids.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";

interface OpenedRow extends Record<string, unknown> {
  readonly role_arn: string;
  readonly arn_hmac: string;
  readonly external_id: string;
  readonly external_id_id: string;
  readonly log_access: LogAccess;
  readonly log_group_prefix: string;
  readonly regions: readonly string[];
}

export interface OpenedForReadRow extends OpenedRow {
  readonly role_id: string;
  readonly account_id: string;
  readonly verified_run_id: string;
  /** When the role was verified last, in milliseconds since 1970, truncated. */
  readonly verified_ms: string;
  /** The MAC of the verification, to be checked before the ARN is used; null if the portal did not store one. */
  readonly verification_mac: string | null;
  /** The same time to the microsecond, as Postgres prints it. */
  readonly verified: string;
}

interface OpenedForRunRow extends OpenedRow {
  readonly sealed_in: "connections" | "pending_role_arns";
  readonly sealed_under: string;
  readonly retired: readonly string[];
  readonly retired_total: number;
  /** The previous External ID, until a run has shown that it is no longer accepted. */
  readonly retiring: string | null;
}

interface ToOpen {
  readonly customerId: CustomerId;
  readonly id: ConnectionId;
  readonly sandbox: boolean;
}

/**
 * The sealed ARN, the External ID and the role ID of a connection whose logs may be read now.
 * @throws P0002 if it does not exist, is another customer's, is not connected, its customer is suspended, or its last verification
 *   is older than 24 hours or has another value of `sandbox`
 */
export function openForRead(actor: CustomerActor, id: ConnectionId, sandbox: boolean): Promise<OpenedForReadRow> {
  return openInBatch({ customerId: CustomerId.parse(actor.customerId), id, sandbox });
}

/** A batch contains connections of one customer only, whose ID the statement sets first as `oneStatement` does. */
const openInBatch = createBatcher(
  ({ customerId, sandbox }: ToOpen) => `${customerId} ${sandbox}`,
  async (questions): Promise<readonly OpenedForReadRow[]> => {
    const ids = [...new Set(questions.map(({ id }) => id))];
    const { rows } = await poolOf("app").query<OpenedForReadRow & { readonly id: ConnectionId }>({
      name: "open_for_read",
      text: `select asked.id, opened.role_arn, opened.arn_hmac, opened.external_id, opened.external_id_id, opened.role_id,
          opened.account_id, opened.verified_at::text as verified, opened.verified_run_id, floor(extract(epoch from opened.verified_at) * 1000)::text as verified_ms, opened.verification_mac, opened.log_access, opened.log_group_prefix, opened.regions
        from (select set_config('app.customer_id', $1, true)::uuid as id offset 0) own,
          unnest($2::uuid[]) asked(id), lateral open_connection_for_read(own.id, asked.id, $3) opened`,
      values: [questions[0]?.customerId, ids, questions[0]?.sandbox],
    });
    const opened = new Map(rows.map((row) => [row.id, row]));
    return questions.map(({ id }) => only([opened.get(id)]));
  },
);

/**
 * The same for the worker, to stop a query that has lost its reader.
 * @throws P0002 under the conditions of {@link openForRead}, or if the query has ended or has its reader
 */
export async function openForStop(
  tx: Transaction,
  query: { readonly customerId: CustomerId; readonly id: string; readonly sandbox: boolean },
): Promise<OpenedForReadRow> {
  const { customerId, id, sandbox } = query;
  const { rows } = await tx.execute<OpenedForReadRow>(sql`select role_arn, arn_hmac, external_id, external_id_id, role_id, account_id,
    verified_at::text as verified, verified_run_id, floor(extract(epoch from verified_at) * 1000)::text as verified_ms, verification_mac,
    log_access, log_group_prefix, regions from open_connection_for_stop(${customerId}, ${id}, ${sandbox})`);
  return only(rows);
}

/**
 * What a process needs to continue an open run: the sealed ARN (of the connection or the pending one), the External ID and the
 * customer's retired ones.
 * @param accountId the AWS account of a role that is not stored yet: its retired IDs of other connections are returned too
 * @throws P0002 if the run is closed or its lease has expired
 */
export async function openForRun(
  tx: Transaction,
  customerId: CustomerId,
  runId: RunId,
  accountId: string | null,
): Promise<OpenedForRunRow> {
  const { rows } = await tx.execute<OpenedForRunRow>(sql`select * from open_connection_for_run(${customerId}, ${runId}, ${accountId})`);
  return only(rows);
}

function only<Row>(rows: readonly (Row | undefined)[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("opening a connection returned no row");
  return row;
}

/** The keys that index role ARNs, by fingerprint. `previous` is set while ARNs are still indexed with it. */
export interface ArnIndexKeys {
  readonly current: string;
  readonly previous: string | null;
}

/** The keys of the database. They don't change before the transaction ends. @param newest becomes the key of a new database */
export async function arnIndexKeysOf(tx: Transaction, newest: string): Promise<ArnIndexKeys> {
  const { rows } = await tx.execute<{ current_key: string; previous_key: string | null }>(
    sql`select current_key, previous_key from arn_index_key(${newest})`,
  );
  if (rows[0] === undefined) throw new Error("arn_index_key returned no row");
  return { current: rows[0].current_key, previous: rows[0].previous_key };
}
