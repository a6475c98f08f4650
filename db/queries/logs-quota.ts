import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#lib/kernel/ids.ts";

/** Where calls are counted: the account of a connection, a region, and the operation's name in the API. */
export interface LogCalls {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly region: string;
  readonly operation: string;
}

export interface LogCallsGiven {
  /** How many calls are ours; 0 = ask again when the first would come. */
  readonly given: number;
  /** Milliseconds until the first may be sent; below 0 when its moment has passed already. */
  readonly firstMs: number;
  /** Calls of all processes in the last second, or in the one that runs. */
  readonly used: number;
}

/** Takes calls out of an account's bucket, at `perSecond`. Throws P0002 when the connection is foreign, absent or has no account. */
export async function takeLogCalls(
  tx: Transaction,
  of: LogCalls & { readonly calls: number; readonly perSecond: number; readonly patienceMs: number },
): Promise<LogCallsGiven> {
  const { rows } = await tx.execute<{ given: number; first_ms: number; used: number }>(
    sql`select given, first_ms, used from take_log_calls(${of.customerId}, ${of.connectionId}, ${of.region}, ${of.operation}, ${of.calls}, ${of.perSecond}, ${of.patienceMs})`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("the bucket of log reads gave no answer");
  return { given: row.given, firstMs: row.first_ms, used: row.used };
}

/** AWS limited a call: no process takes another of this operation there before the pause is over. */
export async function pauseLogCalls(tx: Transaction, of: LogCalls & { readonly pauseMs: number }): Promise<void> {
  await tx.execute(sql`select pause_log_calls(${of.customerId}, ${of.connectionId}, ${of.region}, ${of.operation}, ${of.pauseMs})`);
}
