import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { pageStatement } from "#db/queries/keyset.ts";
import { STATUS_WITH_CUSTOMER } from "#db/queries/verification-age.ts";
import type { MemberRole } from "#kernel/actor.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import { CONNECTION_COLUMNS, connectionOrder, type ListedConnection, type ListedRow, listedConnection } from "./staff-connections.ts";

/** The first connections of a customer, the worst status first. @param limit rows */
export async function worstConnections(tx: Transaction, customerId: CustomerId, limit: number): Promise<readonly ListedConnection[]> {
  const { rows } = await tx.execute<ListedRow & Record<string, unknown>>(worstConnectionsStatement(customerId, limit));
  return rows.slice(0, limit).map(listedConnection);
}

/** The statement of `worstConnections`, for the test of its plan. It returns one row more. */
export function worstConnectionsStatement(customerId: CustomerId, limit: number): SQL {
  const from = sql`connections k join customers c on c.id = k.customer_id`;
  const where = sql`k.customer_id = ${customerId}`;
  return pageStatement(
    { columns: CONNECTION_COLUMNS, from, where, order: connectionOrder("status", false, []), start: null, limit },
    false,
  );
}

/** The connections of a customer by status as displayed, without removed ones. */
export async function customerStatusCounts(
  tx: Transaction,
  customerId: CustomerId,
): Promise<readonly { readonly status: ConnectionStatus; readonly connections: number }[]> {
  const { rows } = await tx.execute<{ status: ConnectionStatus; connections: string }>(sql`
    select ${STATUS_WITH_CUSTOMER} as status, count(*) as connections
    from connections k join customers c on c.id = k.customer_id
    where k.customer_id = ${customerId} and k.status <> 'removed' group by 1`);
  return rows.map(({ status, connections }) => ({ status, connections: Number(connections) }));
}

/** A member of a customer. */
export interface CustomerPerson {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
  /** The last sign-in, whatever customer was chosen then; null if there was none. */
  readonly signedInAt: Date | null;
}

/** The first members of a customer by when they joined, and how many members and owners it has. @param limit rows */
export async function customerPeople(
  tx: Transaction,
  customerId: CustomerId,
  limit: number,
): Promise<{ readonly people: readonly CustomerPerson[]; readonly total: number; readonly owners: number }> {
  const { rows } = await tx.execute<{
    user_id: string;
    name: string | null;
    email: string;
    role: MemberRole;
    signed_in_at: string | null;
    total: number;
    owners: number;
  }>(sql`
    select m.user_id, u.name, coalesce(u.email, '') as email, m.role, u.last_sign_in_at as signed_in_at, m.total, m.owners
    from (select user_id, role, created_at, (count(*) over ())::int as total, (count(*) filter (where role = 'owner') over ())::int as owners
      from memberships where customer_id = ${customerId} order by created_at, user_id limit ${limit}) m
    join users u on u.id = m.user_id order by m.created_at, m.user_id`);
  const [first] = rows;
  return {
    people: rows.map(({ user_id, signed_in_at, name, email, role }) => ({
      ...{ userId: user_id, name, email, role },
      signedInAt: signed_in_at === null ? null : new Date(signed_in_at),
    })),
    total: first?.total ?? 0,
    owners: first?.owners ?? 0,
  };
}

/** The emails about a quarantine that the mail server accepted since it began, to how many addresses; null if there was none. Times in milliseconds. */
export async function quarantineEmails(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<{ readonly addresses: number; readonly at: number } | null> {
  const { rows } = await tx.execute<{ addresses: string; at: string | null }>(sql`
    select count(distinct m.email) as addresses, min(m.ended_at) as at
    from connections k
    join sent_emails m on m.customer_id = k.customer_id and m.connection_id = k.id and m.kind = 'quarantine' and m.state = 'sent'
      and m.ended_at >= k.quarantined_at
    where k.customer_id = ${customerId} and k.id = ${connectionId}`);
  const [row] = rows;
  return row === undefined || row.at === null ? null : { addresses: Number(row.addresses), at: new Date(row.at).getTime() };
}

/** The reason that staff gave for the last suspension of a customer; null if none is recorded. */
export async function suspensionReason(tx: Transaction, customerId: CustomerId): Promise<string | null> {
  const { rows } = await tx.execute<{ reason: string | null }>(sql`
    select e.attributes ->> 'reason' as reason from audit_events e
    where e.event = 'customer.suspension_explained' and e.chain = ${customerId} order by e.at desc limit 1`);
  return rows[0]?.reason ?? null;
}
