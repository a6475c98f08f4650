import { sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";

export interface AlertRow {
  readonly id: string;
  readonly kind: string;
  readonly raisedAt: Date;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly connectionName: string | null;
}

/** Open alerts, and every quarantined connection as one, newest first; at most 50. */
export async function staffAlerts(tx: Transaction): Promise<readonly AlertRow[]> {
  const { rows } = await tx.execute<{
    id: string;
    kind: string;
    raised_at: string;
    customer_id: string | null;
    customer_name: string | null;
    connection_name: string | null;
  }>(sql`
    select a.id, a.kind, a.raised_at, a.customer_id, c.name as customer_name, k.name as connection_name
      from alerts a left join customers c on c.id = a.customer_id left join connections k on (k.customer_id, k.id) = (a.customer_id, a.connection_id)
     where a.resolved_at is null and a.kind <> 'quarantined'
    union all
    select k.id, 'quarantined', coalesce(r.started_at, k.proved_at), k.customer_id, c.name, k.name
      from connections k join customers c on c.id = k.customer_id left join lateral
        (select v.started_at from verification_runs v where (v.customer_id, v.connection_id) = (k.customer_id, k.id) and v.verdict = 'insecure'
          order by v.started_at desc limit 1) r on true
     where k.status = 'quarantined'
    order by 3 desc limit 50`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    raisedAt: new Date(row.raised_at),
    customerId: row.customer_id,
    customerName: row.customer_name,
    connectionName: row.connection_name,
  }));
}
