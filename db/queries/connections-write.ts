import { and, eq, ne, sql } from "drizzle-orm";
import { insertNamedColumns } from "#db/insert-named-columns.ts";
import { candidates } from "#db/schema/candidates.ts";
import { connections } from "#db/schema/connections.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** Inserts a draft; the database mints its External ID in the same statement. Answers the connection's id. */
export async function insertDraft(
  tx: Transaction,
  draft: { readonly customerId: CustomerId; readonly name: string; readonly regions: readonly string[]; readonly stackRegion: string },
): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`${insertNamedColumns(connections, { ...draft, regions: [...draft.regions] })} returning id`,
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a draft was not inserted");
  return id;
}

/** What may be changed of a connection by its people and by the end of a run. Status moves are judged by the database. */
export type ConnectionChange = Partial<
  Pick<
    typeof connections.$inferInsert,
    | "name"
    | "regions"
    | "tier"
    | "logGroupPrefix"
    | "stackRegion"
    | "permissionsBoundaryArn"
    | "rolePath"
    | "allowSelfInspection"
    | "status"
    | "reason"
    | "roleArn"
    | "arnHmac"
    | "accountId"
    | "roleId"
    | "provedRunId"
    | "proofMac"
    | "waitingUntil"
    | "refusedAt"
    | "confirmStep"
    | "nextCheckAt"
    | "regularCheckAt"
    | "reminders"
    | "disabledBy"
  >
>;

export type Changed = "changed" | "not-found";

/** Changes one connection that is not removed. */
export async function changeConnection(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  change: ConnectionChange,
): Promise<Changed> {
  const changed = await tx
    .update(connections)
    .set(change)
    .where(and(eq(connections.customerId, customerId), eq(connections.id, id), ne(connections.status, "removed")))
    .returning({ id: connections.id });
  return changed.length > 0 ? "changed" : "not-found";
}

/** Keeps a submitted ARN, sealed, for at most an hour. It replaces the connection's former one. */
export async function insertCandidate(
  tx: Transaction,
  candidate: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly sealedArn: string; readonly arnHmac: string },
): Promise<void> {
  const { customerId, connectionId, sealedArn: roleArn, arnHmac } = candidate;
  await tx.execute(insertNamedColumns(candidates, { customerId, connectionId, roleArn, arnHmac }));
}

/** Forgets the submitted ARN of a connection, if there is one. */
export async function deleteCandidate(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<void> {
  await tx.execute(sql`delete from candidates where customer_id = ${customerId} and connection_id = ${id}`);
}

/** Whether another customer has a proven role in this AWS account. Says that, never whose: for raising an alert. */
export async function isAccountConnectedElsewhere(tx: Transaction, customerId: CustomerId, accountId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ elsewhere: boolean }>(
    sql`select account_connected_elsewhere(${customerId}, ${accountId}) as elsewhere`,
  );
  return rows[0]?.elsewhere === true;
}

/** Lets staff know. The same kind for the same connection is raised once until somebody resolves it. */
export async function raiseAlert(tx: Transaction, kind: string, customerId: CustomerId, connectionId: ConnectionId): Promise<void> {
  await tx.execute(sql`select raise_alert(${kind}, ${customerId}, ${connectionId})`);
}
