import { sql } from "drizzle-orm";
import { createBatcher } from "#db/create-batcher.ts";
import { poolOf } from "#db/pools.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type ConnectionId, CustomerId, type RunId } from "#kernel/ids.ts";
import type { LogAccess } from "#kernel/verdict.ts";

interface OpenedRow extends Record<string, unknown> {
  readonly role_arn: string;
  readonly arn_hmac: string;
  readonly external_id: string;
  readonly external_id_id: string;
  readonly tier: LogAccess;
  readonly log_group_prefix: string;
  readonly regions: readonly string[];
}

export interface OpenedForReadRow extends OpenedRow {
  readonly role_id: string;
  readonly account_id: string;
  readonly proved_run_id: string;
  /** Milliseconds since 1970, cut and not rounded. */
  readonly proved_ms: string;
  /** To be checked before the ARN is used; null when the portal did not write the proof. */
  readonly proof_mac: string | null;
  /** When the role was verified last, to the microsecond. */
  readonly proof: string;
}

interface OpenedForRunRow extends OpenedRow {
  readonly sealed_in: "connections" | "candidates";
  readonly sealed_under: string;
  readonly retired: readonly string[];
  readonly retired_total: number;
  /** The former External ID, while it is not proven dead. */
  readonly retiring: string | null;
}

interface ToOpen {
  readonly customerId: CustomerId;
  readonly id: ConnectionId;
  readonly sandbox: boolean;
}

/**
 * The sealed ARN, the External ID and the pinned role of a connection that may be read now. Throws P0002 when it may not:
 * foreign, absent, not connected, suspended, proof over 24 hours old or of another world.
 */
export function openForRead(actor: CustomerActor, id: ConnectionId, sandbox: boolean): Promise<OpenedForReadRow> {
  return openTogether({ customerId: CustomerId.parse(actor.customerId), id, sandbox });
}

/** A statement is of one customer alone, whom it names first: as in one-statement.ts, a function called otherwise finds none. */
const openTogether = createBatcher(
  ({ customerId, sandbox }: ToOpen) => `${customerId} ${sandbox}`,
  async (wanted): Promise<readonly OpenedForReadRow[]> => {
    const ids = [...new Set(wanted.map(({ id }) => id))];
    const { rows } = await poolOf("app").query<OpenedForReadRow & { readonly id: ConnectionId }>({
      name: "open_for_read",
      text: `select asked.id, opened.role_arn, opened.arn_hmac, opened.external_id, opened.external_id_id, opened.role_id,
          opened.account_id, opened.proved_at::text as proof, opened.proved_run_id, floor(extract(epoch from opened.proved_at) * 1000)::text as proved_ms, opened.proof_mac, opened.tier, opened.log_group_prefix, opened.regions
        from (select set_config('app.customer_id', $1, true)::uuid as id offset 0) own,
          unnest($2::uuid[]) asked(id), lateral open_connection_for_read(own.id, asked.id, $3) opened`,
      values: [wanted[0]?.customerId, ids, wanted[0]?.sandbox],
    });
    const opened = new Map(rows.map((row) => [row.id, row]));
    return wanted.map(({ id }) => only([opened.get(id)]));
  },
);

/**
 * What the process that holds the open run needs for it: the sealed ARN (or candidate), the External ID and the retired
 * ones. `accountId` finds the customer's other retired IDs of an account no row knows yet. Throws P0002 once the run is over.
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
  if (row === undefined) throw new Error("a connection was opened and no row came");
  return row;
}
