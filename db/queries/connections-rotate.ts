import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/ids.ts";

/** Mints the next External ID of a connection, as pending. Answers its id. Refusals: `one_of_each`, `third_id`; P0002. */
export async function mintExternalId(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`select mint_external_id(${customerId}, ${id}) as id`);
  const minted = rows[0]?.id;
  if (minted === undefined) throw new Error("an External ID was not minted");
  return minted;
}

/**
 * Makes the pending ID current and the current one retiring, with the ARN sealed anew, in one step: the run is then the
 * connection's proof. Refusal: `no_proof` when the run did not prove the pending ID.
 */
export async function switchExternalId(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  of: { readonly runId: RunId; readonly sealedArn: string },
): Promise<void> {
  await tx.execute(sql`select switch_external_id(${customerId}, ${id}, ${of.runId}, ${of.sealedArn})`);
}

/** Retires a pending ID, or the former one once a run since the switch saw it refused. Refusals: `former_id_lives`; P0002. */
export async function retireExternalId(tx: Transaction, customerId: CustomerId, id: ConnectionId, externalIdId: string): Promise<void> {
  await tx.execute(sql`select retire_external_id(${customerId}, ${id}, ${externalIdId})`);
}

/** Lets the worker mail the owners how a rotation stands. */
export async function enqueueRotationMail(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<void> {
  await tx.execute(sql`select enqueue_job('mail-rotation', ${JSON.stringify({ customer: customerId, connection: id })}::jsonb)`);
}

/** When the rotation to this External ID was started and by whom, from the customer's own trail; `userId` null = not by a person of theirs. */
export async function findRotationStarter(
  tx: Transaction,
  customerId: CustomerId,
  externalIdId: string,
): Promise<{ readonly at: Date; readonly userId: string | null } | undefined> {
  const { rows } = await tx.execute<{ actor: string; at: string }>(sql`
    select actor, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from audit_events
     where chain = ${customerId} and event = 'rotation.started' and ids->>'external_id' = ${externalIdId} order by seq desc limit 1`);
  const row = rows[0];
  return row && { at: new Date(row.at), userId: row.actor.startsWith("user:") ? row.actor.slice("user:".length) : null };
}
