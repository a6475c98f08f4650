import { sql } from "drizzle-orm";
import { oneStatement } from "#db/one-statement.ts";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId, CustomerId, RunId } from "#lib/kernel/ids.ts";
import type { Tier } from "#lib/kernel/verdict.ts";

interface OpenedRow extends Record<string, unknown> {
  readonly role_arn: string;
  readonly arn_hmac: string;
  readonly external_id: string;
  readonly external_id_id: string;
  readonly tier: Tier;
  readonly log_group_prefix: string;
  readonly regions: readonly string[];
}

interface OpenedForReadRow extends OpenedRow {
  readonly role_id: string;
  readonly account_id: string;
}

interface OpenedForRunRow extends OpenedRow {
  readonly sealed_in: "connections" | "candidates";
  readonly sealed_under: string;
  readonly retired: readonly string[];
  readonly retired_total: number;
  /** The former External ID, while it is not proven dead. */
  readonly retiring: string | null;
}

/**
 * The sealed ARN, the External ID and the pinned role of a connection that may be read now, in one round trip.
 * Throws P0002 when it may not: foreign, absent, not connected, suspended, proof over 24 hours old or of another world.
 */
export async function openForRead(actor: CustomerActor, id: ConnectionId, sandbox: boolean): Promise<OpenedForReadRow> {
  return only(
    await oneStatement<OpenedForReadRow>(
      actor,
      (own) => sql`select opened.* from ${own}, lateral open_connection_for_read(own.id, ${id}, ${sandbox}) opened`,
    ),
  );
}

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

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("a connection was opened and no row came");
  return row;
}
