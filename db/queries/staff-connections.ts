import { type SQL, sql } from "drizzle-orm";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionStatus } from "#kernel/connection-status.ts";
import type { CustomerId } from "#kernel/ids.ts";

export interface StaffConnectionRow {
  readonly customerId: string;
  readonly customerName: string;
  readonly customerSuspended: boolean;
  readonly id: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  /** The word that its last check left, or null. */
  readonly reason: string | null;
  readonly proofIsOld: boolean;
  readonly accountId: string | null;
  readonly provedAt: Date | null;
  readonly nextCheckAt: Date | null;
}

/** The connections of one customer, or of all (null): metadata alone, removed ones left out. At most 5,000, the newest. */
export async function staffConnections(tx: Transaction, customerId: CustomerId | null): Promise<readonly StaffConnectionRow[]> {
  const whose: SQL = customerId === null ? sql`true` : sql`k.customer_id = ${customerId}`;
  const { rows } = await tx.execute<{
    customer_id: string;
    customer_name: string;
    suspended: boolean;
    id: string;
    name: string;
    status: ConnectionStatus;
    reason: string | null;
    old: boolean;
    account_id: string | null;
    proved_at: string | null;
    next_check_at: string | null;
  }>(sql`
    select k.customer_id, c.name as customer_name, c.suspended_at is not null as suspended, k.id, k.name, k.status, k.reason,
      coalesce(k.proved_at <= now() - interval '24 h', false) as old, k.account_id, k.proved_at, k.next_check_at
    from connections k join customers c on c.id = k.customer_id
    where ${whose} and k.status <> 'removed' order by k.created_at desc, k.id desc limit ${MOST_LISTED}`);
  return rows.map((row) => ({
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerSuspended: row.suspended,
    id: row.id,
    name: row.name,
    status: row.status,
    reason: row.reason,
    proofIsOld: row.old,
    accountId: row.account_id,
    provedAt: row.proved_at === null ? null : new Date(row.proved_at),
    nextCheckAt: row.next_check_at === null ? null : new Date(row.next_check_at),
  }));
}
