import { sql } from "drizzle-orm";
import { oneStatement } from "#db/one-statement.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";

/** Where calls are counted: the account of a connection, a region, and the operation's name in the API. */
export interface LogCalls {
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
  actor: CustomerActor,
  of: LogCalls & { readonly calls: number; readonly perSecond: number; readonly patienceMs: number },
): Promise<LogCallsGiven> {
  const { connectionId, region, operation, calls, perSecond, patienceMs } = of;
  const [row] = await oneStatement<{ given: number; first_ms: number; used: number }>(
    actor,
    "take_log_calls",
    (own) =>
      sql`select t.given, t.first_ms, t.used from ${own}, lateral take_log_calls(own.id, ${connectionId}, ${region}, ${operation}, ${calls}, ${perSecond}, ${patienceMs}) t`,
  );
  if (row === undefined) throw new Error("the bucket of log reads gave no answer");
  return { given: row.given, firstMs: row.first_ms, used: row.used };
}

/** AWS limited a call: no process takes another of this operation there before the pause is over. */
export async function pauseLogCalls(actor: CustomerActor, of: LogCalls & { readonly pauseMs: number }): Promise<void> {
  const { connectionId, region, operation, pauseMs } = of;
  await oneStatement(
    actor,
    "pause_log_calls",
    (own) => sql`select from ${own}, lateral pause_log_calls(own.id, ${connectionId}, ${region}, ${operation}, ${pauseMs})`,
  );
}
