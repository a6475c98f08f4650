import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verdict.ts";

/** A row that was written ahead of AssumeRole in a customer's account, with what came of it. */
export interface RoleSessionRow {
  readonly seq: number;
  readonly at: Date;
  /** Microseconds since 1970 as text: what the next page starts below. */
  readonly micros: string;
  readonly event: "run.started" | "logs.opened" | "support.opened";
  readonly actor: string;
  readonly ids: Readonly<Record<string, string | number>>;
  /** What AWS answered to a read, as its own audit row says; null before it did, and for runs. */
  readonly answered: Readonly<Record<string, string | number>> | null;
  readonly connectionName: string | null;
  readonly run: RunOfRow | null;
}

interface RunOfRow {
  readonly reason: RunReason;
  readonly verdict: Verdict | null;
  readonly askedBy: string | null;
  readonly roleId: string | null;
  readonly stsRegion: string | null;
  readonly sessionName: string | null;
  /** AWS's request ids of the probes that opened the role, in their order. */
  readonly opened: readonly string[];
  readonly refused: number;
  readonly unanswered: number;
}

export interface RoleSessionsAsked {
  readonly customerId: CustomerId;
  /** Reads of this person alone, beside all checks; null for reads of everybody. */
  readonly onlyReadsOf: UserId | null;
  readonly connectionId: ConnectionId | null;
  readonly from: Date | null;
  readonly before: Date | null;
  /** The name of a session, or a request id of AWS. */
  readonly find: string | null;
  /** The place below which the page starts: the last row of the page before. */
  readonly below: { readonly micros: string; readonly seq: string } | null;
  readonly limit: number;
}

/** The newest role sessions of one customer below a place, by the index on the chain's time; at most `limit`. */
export async function roleSessions(tx: Transaction, asked: RoleSessionsAsked): Promise<readonly RoleSessionRow[]> {
  const { customerId, limit } = asked;
  const { rows } = await tx.execute<Omit<RoleSessionRow, "seq" | "at"> & { seq: string; at: string } & Record<string, unknown>>(sql`
    select e.seq::text as seq, e.at, (extract(epoch from e.at) * 1000000)::bigint::text as micros, e.event, e.actor, e.ids,
      a.ids as answered, k.name as "connectionName",
      case when r.id is null then null else jsonb_build_object('reason', r.reason, 'verdict', r.verdict, 'askedBy', r.asked_by, 'roleId', r.role_id,
        'stsRegion', r.sts_region, 'sessionName', r.session_name, 'opened', coalesce(p.opened, '[]'), 'refused', p.refused, 'unanswered', p.unanswered) end as run
    from (select * from audit_events e where ${narrowed(asked)} order by e.at desc nulls first, e.seq desc nulls first limit ${limit}) e
    left join verification_runs r on r.customer_id = ${customerId} and e.event = 'run.started' and r.id = (e.ids ->> 'run')::uuid
    left join lateral (select jsonb_agg(coalesce(p.request_id, '') order by p.n) filter (where p.got = 'granted') as opened,
        count(*) filter (where p.got = 'denied') as refused, count(*) filter (where p.got = 'inconclusive') as unanswered
      from verification_probes p where p.customer_id = r.customer_id and p.run_id = r.id) p on r.id is not null
    left join audit_events a on a.chain = e.chain and a.event = 'logs.answered' and a.ids ->> 'call' = e.ids ->> 'call'
    left join connections k on k.customer_id = ${customerId} and k.id = (e.ids ->> 'connection')::uuid
    order by e.at desc nulls first, e.seq desc nulls first`);
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: new Date(row.at) }));
}

function narrowed({ customerId, onlyReadsOf, connectionId, from, before, find, below }: RoleSessionsAsked): SQL {
  const mine = `user:${onlyReadsOf}`;
  const conditions: readonly (SQL | false)[] = [
    sql`e.chain = ${customerId} and e.event in ('run.started', 'logs.opened', 'support.opened')`,
    onlyReadsOf !== null && sql`(e.event <> 'logs.opened' or e.actor = ${mine})`,
    connectionId !== null && sql`e.ids ->> 'connection' = ${connectionId}`,
    from !== null && sql`e.at >= ${from.toISOString()}`,
    before !== null && sql`e.at < ${before.toISOString()}`,
    find !== null && found(customerId, find),
    below !== null &&
      sql`(e.at, e.seq) < ('epoch'::timestamptz + ${below.micros}::bigint * interval '1 microsecond', ${below.seq}::bigint)`,
  ];
  return sql.join(
    conditions.filter((condition) => condition !== false),
    sql` and `,
  );
}

function found(customerId: CustomerId, find: string): SQL {
  if (find.startsWith("sp-")) return sql`e.ids ->> 'session' = ${find}`;
  return sql`(e.ids ->> 'run' in (select p.run_id::text from verification_probes p where p.customer_id = ${customerId} and p.request_id = ${find})
    or e.ids ->> 'call' in (select a.ids ->> 'call' from audit_events a where a.chain = ${customerId} and a.event = 'logs.answered' and a.ids ->> 'request' = ${find}))`;
}
