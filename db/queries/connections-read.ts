import { and, asc, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Transaction } from "#db/in-transaction.ts";
import { MOST_LISTED } from "#db/most-listed.ts";
import { connections } from "#db/schema/connections.ts";
import { customers } from "#db/schema/customers.ts";
import { externalIds } from "#db/schema/external-ids.ts";
import { pendingRoleArns } from "#db/schema/pending-role-arns.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

/** What the MAC of a verification covers, with the status and reason that depend on it. */
const VERIFICATION = {
  customerId: connections.customerId,
  id: connections.id,
  status: connections.status,
  reason: connections.reason,
  externalIdId: connections.externalIdId,
  arnHmac: connections.arnHmac,
  accountId: connections.accountId,
  roleId: connections.roleId,
  verifiedRunId: connections.verifiedRunId,
  verifiedAt: connections.verifiedAt,
  verificationMac: connections.verificationMac,
};

// Selected by name, because sp_app has no SELECT right on the sealed ARN and the lease.
const COLUMNS = {
  ...VERIFICATION,
  name: connections.name,
  regions: connections.regions,
  logAccess: connections.logAccess,
  logGroupPrefix: connections.logGroupPrefix,
  stackRegion: connections.stackRegion,
  permissionsBoundaryArn: connections.permissionsBoundaryArn,
  rolePath: connections.rolePath,
  allowSelfInspection: connections.allowSelfInspection,
  claimEndedAt: connections.claimEndedAt,
  quarantinedAt: connections.quarantinedAt,
  waitingUntil: connections.waitingUntil,
  deniedSince: connections.deniedSince,
  confirmStep: connections.confirmStep,
  nextCheckAt: connections.nextCheckAt,
  regularCheckAt: connections.regularCheckAt,
  reminders: connections.reminders,
  createdAt: connections.createdAt,
  customerName: customers.name,
  suspendedAt: customers.suspendedAt,
  /** The current time of the database, which decides what is due, because the clocks of several processes may differ. */
  readAt: sql`now()`.mapWith(connections.createdAt),
} as const;

const pending = alias(externalIds, "pending");
const retiring = alias(externalIds, "retiring");
const ofConnection = (ids: typeof pending | typeof retiring, state: "pending" | "retiring") =>
  and(eq(ids.customerId, connections.customerId), eq(ids.connectionId, connections.id), eq(ids.state, state));

const selectConnections = (tx: Transaction) =>
  tx
    .select({
      ...COLUMNS,
      externalId: externalIds.value,
      externalIdMadeAt: externalIds.createdAt,
      /** The new ID of a rotation in progress, which is not used yet. */
      pending: { id: pending.id, value: pending.value, since: pending.createdAt },
      /** The previous ID of a rotation, which is no longer used but may still be accepted by the role. */
      retiring: { id: retiring.id, value: retiring.value, since: retiring.stateAt },
    })
    .from(connections)
    .innerJoin(customers, eq(customers.id, connections.customerId))
    .innerJoin(
      externalIds,
      and(
        eq(externalIds.customerId, connections.customerId),
        eq(externalIds.connectionId, connections.id),
        eq(externalIds.id, connections.externalIdId),
      ),
    )
    .leftJoin(pending, ofConnection(pending, "pending"))
    .leftJoin(retiring, ofConnection(retiring, "retiring"));

/** A connection with its External IDs and facts about its customer. */
export type ConnectionRow = Awaited<ReturnType<typeof selectConnections>>[number];

const BY_ID = and(eq(connections.customerId, sql.placeholder("customerId")), eq(connections.id, sql.placeholder("id")));

/**
 * One connection of this customer, also if it was removed; undefined if it does not exist or is another customer's. A prepared
 * statement, as in `lockConnection`, because planning these joins takes the database longer than running them.
 */
export async function findConnection(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const [row] = await selectConnections(tx).where(BY_ID).prepare("find_connection").execute({ customerId, id });
  return row;
}

/** The same, with a row lock until the transaction ends. */
export async function lockConnection(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const locked = selectConnections(tx).where(BY_ID).for("no key update", { of: connections });
  const [row] = await locked.prepare("lock_connection").execute({ customerId, id });
  return row;
}

/** This customer's connections without the removed ones, oldest first. */
export async function listConnections(tx: Transaction, customerId: CustomerId): Promise<readonly ConnectionRow[]> {
  return selectConnections(tx)
    .where(and(eq(connections.customerId, customerId), ne(connections.status, "removed")))
    .orderBy(asc(connections.createdAt), asc(connections.id))
    .limit(MOST_LISTED);
}

/** These connections of this customer, in no particular order. */
export async function connectionsById(tx: Transaction, customerId: CustomerId, ids: readonly string[]): Promise<readonly ConnectionRow[]> {
  if (ids.length === 0) return [];
  return selectConnections(tx).where(and(eq(connections.customerId, customerId), inArray(connections.id, [...ids])));
}

/** The ID of the newest connection that never had a role, or undefined. */
export async function findNewestDraft(tx: Transaction, customerId: CustomerId): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(eq(connections.customerId, customerId), sql`${connections.status} in ('draft', 'verifying')`, isNull(connections.verifiedAt)),
    )
    .orderBy(desc(connections.createdAt), desc(connections.id))
    .limit(1);
  return row?.id;
}

/** The names of this customer's connections, also of removed ones, for numbering the next one. */
export async function namesOfConnections(tx: Transaction, customerId: CustomerId): Promise<readonly string[]> {
  const rows = await tx.select({ name: connections.name }).from(connections).where(eq(connections.customerId, customerId));
  return rows.map(({ name }) => name);
}

/** IDs and names of this customer's connections, the removed ones last, each group sorted by name; at most 1000. */
export async function connectionNames(
  tx: Transaction,
  customerId: CustomerId,
): Promise<readonly { readonly id: string; readonly name: string; readonly removed: boolean }[]> {
  const rows = await tx
    .select({ id: connections.id, name: connections.name, status: connections.status })
    .from(connections)
    .where(eq(connections.customerId, customerId))
    .orderBy(sql`${connections.status} = 'removed'`, asc(connections.name), asc(connections.id))
    .limit(1000);
  return rows.map(({ id, name, status }) => ({ id, name, removed: status === "removed" }));
}

/** The HMAC of a connection's pending role ARN and when it expires; undefined if there is none or it has expired. */
export async function findPendingRoleArn(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
): Promise<{ readonly arnHmac: string; readonly expiresAt: Date } | undefined> {
  const [row] = await tx
    .select({ arnHmac: pendingRoleArns.arnHmac, expiresAt: pendingRoleArns.expiresAt })
    .from(pendingRoleArns)
    .where(and(eq(pendingRoleArns.customerId, customerId), eq(pendingRoleArns.connectionId, id)));
  return row;
}

/** The columns that the MAC of a verification covers, for connected connections of all customers after a key; at most `limit`, in key order. */
export function connectedPage(tx: Transaction, after: { readonly customerId: string; readonly id: string } | null, limit: number) {
  const { customerId, id } = connections;
  return tx
    .select(VERIFICATION)
    .from(connections)
    .where(
      and(
        eq(connections.status, "connected"),
        after === null ? undefined : sql`(${customerId}, ${id}) > (${after.customerId}, ${after.id})`,
      ),
    )
    .orderBy(asc(customerId), asc(id))
    .limit(limit);
}

/** The name of a quarantined connection; null if it is not quarantined. */
export async function quarantinedConnectionName(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<string | null> {
  const [row] = await tx
    .select({ name: connections.name })
    .from(connections)
    .where(and(eq(connections.customerId, customerId), eq(connections.id, connectionId), eq(connections.status, "quarantined")));
  return row?.name ?? null;
}
