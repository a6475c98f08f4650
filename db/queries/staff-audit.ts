import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { CustomerId } from "#kernel/ids.ts";

export interface StaffAuditRow {
  readonly chain: string;
  /** The customer's name; null for the partner's chain. */
  readonly chainName: string | null;
  readonly seq: number;
  readonly at: Date;
  /** Microseconds since 1970 as text: what the next page starts below. */
  readonly micros: string;
  readonly event: string;
  readonly actor: string;
  readonly ids: Readonly<Record<string, string | number>>;
}

/** The place below which the next older page starts: the last row of the page before. */
export interface AuditPlace {
  readonly micros: string;
  readonly seq: string;
  readonly chain: string;
}

/** The newest audit events below a place, of one customer's chain or of all, by the index on the time; at most `limit`. */
export async function staffAudit(
  tx: Transaction,
  page: { readonly customerId: CustomerId | null; readonly before: AuditPlace | null; readonly limit: number },
): Promise<readonly StaffAuditRow[]> {
  const { customerId, before, limit } = page;
  const chain: SQL = customerId === null ? sql`true` : sql`e.chain = ${customerId}`;
  const below: SQL =
    before === null
      ? sql`true`
      : sql`(e.at, e.chain, e.seq) < ('epoch'::timestamptz + ${before.micros}::bigint * interval '1 microsecond', ${before.chain}, ${before.seq}::bigint)`;
  const order: SQL = customerId === null ? sql`e.at desc nulls first, e.chain desc, e.seq desc` : sql`e.seq desc`;
  const { rows } = await tx.execute<{
    chain: string;
    name: string | null;
    seq: string;
    at: string;
    micros: string;
    event: string;
    actor: string;
    ids: Record<string, string | number>;
  }>(sql`
    select e.chain, c.name, e.seq::text as seq, e.at, (extract(epoch from e.at) * 1000000)::bigint::text as micros, e.event, e.actor, e.ids
    from (select * from audit_events e where ${chain} and ${below} order by ${order} limit ${limit}) e
    left join customers c on c.id::text = e.chain order by ${order}`);
  return rows.map(({ name, seq, at, ...row }) => ({ ...row, chainName: name, seq: Number(seq), at: new Date(at) }));
}
