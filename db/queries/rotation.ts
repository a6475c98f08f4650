import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { connections } from "#db/schema/connections.ts";
import { externalIds } from "#db/schema/external-ids.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/ids.ts";
import { PREVIOUS_ID_ACCEPTED } from "#kernel/verification/weakness-class.ts";

/**
 * Mints the next External ID of a connection, as pending. Returns the ID of its row.
 * @throws refusal `one_external_id_of_each_state` or `third_id` if a rotation is in progress, or P0002 if the connection has no role
 */
export async function mintExternalId(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`select create_external_id(${customerId}, ${id}) as id`);
  const minted = rows[0]?.id;
  if (minted === undefined) throw new Error("an External ID was not minted");
  return minted;
}

/**
 * Makes the pending ID current and the current one retiring, and stores the ARN sealed under the new ID. The run becomes the
 * connection's last verification. @throws refusal `not_verified` if the run did not verify the role with the pending ID
 */
export async function switchExternalId(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  of: { readonly runId: RunId; readonly sealedArn: string },
): Promise<void> {
  await tx.execute(sql`select switch_external_id(${customerId}, ${id}, ${of.runId}, ${of.sealedArn})`);
}

/**
 * Retires a pending ID, or the previous one after a run since the switch has shown that it is denied.
 * @throws refusal `previous_id_accepted` before that, or P0002 if the ID is neither pending nor retiring
 */
export async function retireExternalId(tx: Transaction, customerId: CustomerId, id: ConnectionId, externalIdId: string): Promise<void> {
  await tx.execute(sql`select retire_external_id(${customerId}, ${id}, ${externalIdId})`);
}

/** Enqueues an email to the owners about the progress of a rotation. */
export async function enqueueRotationMail(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<void> {
  await tx.execute(sql`select enqueue_job('mail-rotation', ${JSON.stringify({ customer: customerId, connection: id })}::jsonb)`);
}

/** When and by whom the rotation to this External ID was started, from the audit events; `userId` is null if it was not a person of the customer. */
export async function findRotationStarter(
  tx: Transaction,
  customerId: CustomerId,
  externalIdId: string,
): Promise<{ readonly at: Date; readonly userId: string | null } | undefined> {
  const { rows } = await tx.execute<{ actor: string; at: string }>(sql`
    select actor, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from audit_events
     where chain = ${customerId} and event = 'rotation.started' and attributes->>'external_id' = ${externalIdId} order by seq desc limit 1`);
  const row = rows[0];
  return row && { at: new Date(row.at), userId: row.actor.startsWith("user:") ? row.actor.slice("user:".length) : null };
}

export interface RotatingConnection {
  readonly name: string;
  readonly stage: "pending" | "retiring";
  /** When the new ID was minted (`pending`), or when the connection switched to it (`retiring`). */
  readonly since: Date;
  /** Log access stopped because the role still accepts the previous ID. */
  readonly stoppedByPreviousId: boolean;
}

/** The state of a connection's rotation, for an email; undefined if there is none. Contains no External ID. */
export async function rotatingConnection(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
): Promise<RotatingConnection | undefined> {
  const [row] = await tx
    .select({
      name: connections.name,
      status: connections.status,
      reason: connections.reason,
      state: externalIds.state,
      madeAt: externalIds.createdAt,
      movedAt: externalIds.stateAt,
    })
    .from(connections)
    .innerJoin(externalIds, and(eq(externalIds.customerId, connections.customerId), eq(externalIds.connectionId, connections.id)))
    .where(and(eq(connections.customerId, customerId), eq(connections.id, id), inArray(externalIds.state, ["pending", "retiring"])));
  if (row === undefined) return undefined;
  const stage = row.state === "pending" ? "pending" : "retiring";
  return {
    name: row.name,
    stage,
    since: stage === "pending" ? row.madeAt : row.movedAt,
    stoppedByPreviousId: row.status === "quarantined" && row.reason === PREVIOUS_ID_ACCEPTED,
  };
}
