import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { AGED_STATUS } from "#db/queries/verification-age.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";
import { CONNECTION_COLUMNS, type ListedConnection, type ListedRow, listedConnection } from "./staff-connections.ts";

/** A connection with what its page for staff needs besides the list. */
export interface StaffConnection extends ListedConnection {
  readonly quarantinedAt: Date | null;
  readonly deniedSince: Date | null;
  readonly removedAt: Date | null;
  /** Since when the current External ID exists. */
  readonly externalIdSince: Date;
  /** `pending`: the role does not accept the new External ID yet; `retiring`: it still accepts the previous one. */
  readonly rotation: { readonly stage: "pending" | "retiring"; readonly since: Date } | null;
  /** The role was made from an older template, or for less log access than the customer has chosen since. */
  readonly isUpdateDue: boolean;
}

/**
 * A connection by its ID, also a removed one; null if there is none.
 * @param currentTemplate the version of the role template that the portal offers now
 */
export async function staffConnection(
  tx: Transaction,
  connectionId: ConnectionId,
  currentTemplate: number,
): Promise<StaffConnection | null> {
  type Row = ListedRow & {
    quarantined_at: string | null;
    denied_since: string | null;
    removed_at: string | null;
    external_id_since: string;
    stage: "pending" | "retiring" | null;
    stage_since: string | null;
    update_due: boolean;
  };
  const { rows } = await tx.execute<Row & Record<string, unknown>>(sql`
    select ${CONNECTION_COLUMNS}, k.quarantined_at, k.denied_since, k.removed_at,
      coalesce((select x.created_at from external_ids x where x.customer_id = k.customer_id and x.connection_id = k.id and x.state = 'current'),
        k.created_at) as external_id_since,
      r.state as stage, r.state_at as stage_since,
      is_role_behind(k.offered_template_version, k.offered_log_access, ${currentTemplate}, k.log_access) as update_due
    from connections k join customers c on c.id = k.customer_id
    left join lateral (select x.state, x.state_at from external_ids x
      where x.customer_id = k.customer_id and x.connection_id = k.id and x.state in ('pending', 'retiring') order by x.state limit 1) r on true
    where k.id = ${connectionId}`);
  const [row] = rows;
  if (row === undefined) return null;
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...listedConnection(row),
    quarantinedAt: date(row.quarantined_at),
    deniedSince: date(row.denied_since),
    removedAt: date(row.removed_at),
    externalIdSince: new Date(row.external_id_since),
    rotation: row.stage === null || row.stage_since === null ? null : { stage: row.stage, since: new Date(row.stage_since) },
    isUpdateDue: row.update_due,
  };
}

export interface HistoryRun {
  readonly id: string;
  readonly at: Date;
  readonly verdict: Verdict;
  readonly reason: RunReason;
}

/** The newest finished verifications of a connection, newest first. @param limit rows */
export async function connectionHistory(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
  limit: number,
): Promise<readonly HistoryRun[]> {
  const { rows } = await tx.execute<{ id: string; started_at: string; verdict: Verdict; reason: RunReason }>(sql`
    select id, started_at, verdict, reason from verification_runs
    where customer_id = ${customerId} and connection_id = ${connectionId} and finished_at is not null
    order by started_at desc nulls first limit ${limit}`);
  return rows.map(({ id, started_at, verdict, reason }) => ({ id, at: new Date(started_at), verdict, reason }));
}

/** How many finished verifications a connection has, counted up to a limit. */
export async function countVerifications(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
  limit: number,
): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`
    select count(*) as n from (select from verification_runs
      where customer_id = ${customerId} and connection_id = ${connectionId} and finished_at is not null limit ${limit}) counted`);
  return Number(rows[0]?.n ?? 0);
}

export interface ConnectionAlert {
  readonly id: string;
  readonly kind: string;
  readonly raisedAt: Date;
}

/**
 * The open alerts of a connection, the most severe first: those about it, and the one about its customer's expired verifications if its own
 * has expired. There is at most one of each kind.
 */
export async function connectionAlerts(
  tx: Transaction,
  customerId: CustomerId,
  connectionId: ConnectionId,
): Promise<readonly ConnectionAlert[]> {
  const { rows } = await tx.execute<{ id: string; kind: string; raised_at: string }>(sql`
    select id, kind, raised_at from alerts
    where customer_id = ${customerId} and resolved_at is null and (connection_id = ${connectionId}
      or kind = 'verification-expired' and connection_id is null and exists (select from connections k
        where k.customer_id = ${customerId} and k.id = ${connectionId} and ${AGED_STATUS} = 'expired'))
    order by severity, raised_at desc`);
  return rows.map(({ id, kind, raised_at }) => ({ id, kind, raisedAt: new Date(raised_at) }));
}
