import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { MOST_LISTED } from "#db/most-listed.ts";
import { candidates } from "#db/schema/candidates.ts";
import { connections } from "#db/schema/connections.ts";
import { customers } from "#db/schema/customers.ts";
import { externalIds } from "#db/schema/external-ids.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

// By name: the sealed ARN and the lease are in no SELECT grant of the customers' role.
const COLUMNS = {
  id: connections.id,
  customerId: connections.customerId,
  name: connections.name,
  regions: connections.regions,
  tier: connections.tier,
  logGroupPrefix: connections.logGroupPrefix,
  stackRegion: connections.stackRegion,
  permissionsBoundaryArn: connections.permissionsBoundaryArn,
  rolePath: connections.rolePath,
  allowSelfInspection: connections.allowSelfInspection,
  status: connections.status,
  reason: connections.reason,
  externalIdId: connections.externalIdId,
  arnHmac: connections.arnHmac,
  accountId: connections.accountId,
  roleId: connections.roleId,
  provedRunId: connections.provedRunId,
  provedAt: connections.provedAt,
  proofMac: connections.proofMac,
  claimEndedAt: connections.claimEndedAt,
  waitingUntil: connections.waitingUntil,
  refusedAt: connections.refusedAt,
  confirmStep: connections.confirmStep,
  nextCheckAt: connections.nextCheckAt,
  regularCheckAt: connections.regularCheckAt,
  reminders: connections.reminders,
  createdAt: connections.createdAt,
  customerName: customers.name,
  suspendedAt: customers.suspendedAt,
  /** The database's now: what is due is decided by the one clock that all processes share. */
  readAt: sql`now()`.mapWith(connections.createdAt),
} as const;

const pending = alias(externalIds, "pending");
const retiring = alias(externalIds, "retiring");
const ofConnection = (ids: typeof pending | typeof retiring, state: "pending" | "retiring") =>
  and(eq(ids.customerId, connections.customerId), eq(ids.connectionId, connections.id), eq(ids.state, state));

const whole = (tx: Transaction) =>
  tx
    .select({
      ...COLUMNS,
      externalId: externalIds.value,
      externalIdMadeAt: externalIds.createdAt,
      /** The new ID of a rotation that is under way, not in use yet. */
      pending: { id: pending.id, value: pending.value, since: pending.createdAt },
      /** The former ID of a rotation, in use no more and not yet proven dead. */
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

/** A connection with its own External ID and what is known of its customer. */
export type ConnectionRow = Awaited<ReturnType<typeof whole>>[number];

const THE_ONE = and(eq(connections.customerId, sql.placeholder("customerId")), eq(connections.id, sql.placeholder("id")));

/**
 * One connection of this customer, a removed one too; undefined for a foreign and an absent one alike. Prepared by name,
 * like its locked twin: to plan these joins takes the database longer than to run them.
 */
export async function findConnection(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const [row] = await whole(tx).where(THE_ONE).prepare("find_connection").execute({ customerId, id });
  return row;
}

/** The same, held until the transaction ends: whoever else wants to change it waits. */
export async function lockConnection(tx: Transaction, customerId: CustomerId, id: ConnectionId): Promise<ConnectionRow | undefined> {
  const locked = whole(tx).where(THE_ONE).for("no key update", { of: connections });
  const [row] = await locked.prepare("lock_connection").execute({ customerId, id });
  return row;
}

/** This customer's connections without the removed ones, oldest first; at most 5,000. */
export async function listConnections(tx: Transaction, customerId: CustomerId): Promise<readonly ConnectionRow[]> {
  return whole(tx)
    .where(and(eq(connections.customerId, customerId), ne(connections.status, "removed")))
    .orderBy(asc(connections.createdAt), asc(connections.id))
    .limit(MOST_LISTED);
}

/** The id of the newest connection that never had a role, or undefined. */
export async function findNewestDraft(tx: Transaction, customerId: CustomerId): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.customerId, customerId), sql`${connections.status} in ('draft', 'checking')`, isNull(connections.provedAt)))
    .orderBy(desc(connections.createdAt), desc(connections.id))
    .limit(1);
  return row?.id;
}

/** The names that this customer's connections have or had, for numbering the next one. */
export async function namesOfConnections(tx: Transaction, customerId: CustomerId): Promise<readonly string[]> {
  const rows = await tx.select({ name: connections.name }).from(connections).where(eq(connections.customerId, customerId));
  return rows.map(({ name }) => name);
}

/** The names that this customer's connections have or had, by id: those in use first, each by name; at most 1000. */
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

/** The submitted ARN of a connection by its blind index, and when it is forgotten; undefined when there is none, or no longer. */
export async function findCandidate(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
): Promise<{ readonly arnHmac: string; readonly expiresAt: Date } | undefined> {
  const [row] = await tx
    .select({ arnHmac: candidates.arnHmac, expiresAt: candidates.expiresAt })
    .from(candidates)
    .where(and(eq(candidates.customerId, customerId), eq(candidates.connectionId, id)));
  return row;
}
