import { and, eq, ne, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { connections } from "#db/schema/connections.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** Inserts a draft; the database mints its External ID in the same statement. Returns the connection's ID. */
export async function insertDraft(
  tx: Transaction,
  draft: { readonly customerId: CustomerId; readonly name: string; readonly regions: readonly string[]; readonly stackRegion: string },
): Promise<string> {
  const { customerId, name, regions, stackRegion } = draft;
  // drizzle's own insert names every column, which Postgres refuses to a role that may write only some of them (42501).
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into connections (customer_id, name, regions, stack_region)
    values (${customerId}, ${name}, ${sql.param(regions)}, ${stackRegion}) returning id`);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("a draft was not inserted");
  return id;
}

/** The columns that a person or the end of a run may change. The database checks every change of the status. */
export type ConnectionChange = Partial<
  Pick<
    typeof connections.$inferInsert,
    | "name"
    | "regions"
    | "logAccess"
    | "logGroupPrefix"
    | "stackRegion"
    | "permissionsBoundaryArn"
    | "rolePath"
    | "allowSelfInspection"
    | "status"
    | "reason"
    | "roleArn"
    | "arnHmac"
    | "arnHmacBefore"
    | "accountId"
    | "roleId"
    | "verifiedRunId"
    | "verificationMac"
    | "waitingUntil"
    | "deniedSince"
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

/** Stores a submitted ARN, sealed, for at most an hour. It replaces the connection's previous one. */
export async function insertPendingRoleArn(
  tx: Transaction,
  pending: { readonly customerId: CustomerId; readonly connectionId: ConnectionId; readonly sealedArn: string; readonly arnHmac: string },
): Promise<void> {
  const { customerId, connectionId, sealedArn, arnHmac } = pending;
  await tx.execute(sql`
    insert into pending_role_arns (customer_id, connection_id, role_arn, arn_hmac)
    values (${customerId}, ${connectionId}, ${sealedArn}, ${arnHmac})`);
}

/** Deletes the pending role ARN of a connection, if there is one. */
export async function deletePendingRoleArn(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<void> {
  await tx.execute(sql`delete from pending_role_arns where customer_id = ${customerId} and connection_id = ${id}`);
}

/** Whether another customer has a verified role in this AWS account, for raising an alert. Does not return which customer. */
export async function isAccountConnectedElsewhere(tx: Transaction, customerId: CustomerId, accountId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ elsewhere: boolean }>(
    sql`select account_connected_elsewhere(${customerId}, ${accountId}) as elsewhere`,
  );
  return rows[0]?.elsewhere === true;
}

/** Raises an alert for staff. The same kind is raised once for a connection until the alert is resolved. */
export async function raiseAlert(tx: Transaction, kind: string, customerId: CustomerId, connectionId: ConnectionId): Promise<void> {
  await tx.execute(sql`select raise_alert(${kind}, ${customerId}, ${connectionId})`);
}
