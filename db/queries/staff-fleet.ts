import { sql } from "drizzle-orm";
import { MOST_LISTED } from "#db/most-listed.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionStatus } from "#kernel/connection-status.ts";

export interface FleetTally {
  readonly status: ConnectionStatus;
  readonly count: number;
  /** The name of one of them, the first by the alphabet. */
  readonly name: string;
  /** The oldest proof among them, milliseconds since 1970, or null when none was ever proven. */
  readonly oldestProofAt: number | null;
}

export interface FleetCustomerRow {
  readonly id: string;
  readonly name: string;
  readonly suspendedAt: Date | null;
  readonly tallies: readonly FleetTally[];
}

/**
 * Every customer with its connections counted by status, in one statement. A connected one whose proof is older than 24 h
 * counts as not proven: reads of it are refused. Removed ones don't count. At most 5,000 customers, by name.
 */
export async function staffFleet(tx: Transaction): Promise<readonly FleetCustomerRow[]> {
  const { rows } = await tx.execute<{ id: string; name: string; suspended_at: string | null; tallies: FleetTally[] }>(sql`
    with shown as (
      select customer_id, name, proved_at,
        case when status = 'connected' and proved_at <= now() - interval '24 h' then 'not_proven' else status end as status
      from connections where status <> 'removed'),
    tally as (
      select customer_id, status, count(*) as count, min(name) as name, min(proved_at) as oldest from shown group by customer_id, status)
    select c.id, c.name, c.suspended_at,
      coalesce(jsonb_agg(jsonb_build_object('status', t.status, 'count', t.count, 'name', t.name,
        'oldestProofAt', floor(extract(epoch from t.oldest) * 1000))) filter (where t.status is not null), '[]'::jsonb) as tallies
    from customers c left join tally t on t.customer_id = c.id
    group by c.id order by c.name, c.id limit ${MOST_LISTED}`);
  return rows.map(({ suspended_at, ...row }) => ({ ...row, suspendedAt: suspended_at === null ? null : new Date(suspended_at) }));
}
