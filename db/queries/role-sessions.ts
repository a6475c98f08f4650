import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

/** An audit event that was written before a role in a customer's account was assumed, with the result. */
export interface RoleSessionRow {
  readonly seq: number;
  readonly at: Date;
  /** The time in microseconds since 1970, as text: the position at which the next page starts. */
  readonly micros: string;
  readonly event: "run.started" | "logs.opened" | "support.opened";
  readonly actor: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** The attributes of the audit event with AWS's answer to a read; null before the answer, and for runs. */
  readonly answered: Readonly<Record<string, string | number>> | null;
  readonly connectionName: string | null;
  readonly run: RunOfRow | null;
}

interface RunOfRow {
  readonly reason: RunReason;
  readonly verdict: Verdict | null;
  readonly requestedBy: string | null;
  readonly roleId: string | null;
  readonly stsRegion: string | null;
  readonly sessionName: string | null;
  /** The AWS request IDs of the probes that were allowed, in their order. */
  readonly opened: readonly string[];
  readonly refused: number;
  readonly unanswered: number;
}

export interface RoleSessionsFilter {
  readonly customerId: CustomerId;
  /** Only reads of this person, and all runs; null for reads of everybody. */
  readonly onlyReadsOf: UserId | null;
  readonly connectionId: ConnectionId | null;
  readonly from: Date | null;
  readonly before: Date | null;
  /** A role session name or an AWS request ID. */
  readonly find: string | null;
  /** Where the page starts: the last row of the page before. */
  readonly below: { readonly micros: string; readonly seq: string } | null;
  readonly limit: number;
}

/** The newest role sessions of a customer that match the filter; at most `limit`. Uses the index on chain and time. */
export async function roleSessions(tx: Transaction, filter: RoleSessionsFilter): Promise<readonly RoleSessionRow[]> {
  const { customerId, limit } = filter;
  const { rows } = await tx.execute<Omit<RoleSessionRow, "seq" | "at"> & { seq: string; at: string } & Record<string, unknown>>(sql`
    select e.seq::text as seq, e.at, (extract(epoch from e.at) * 1000000)::bigint::text as micros, e.event, e.actor, e.attributes,
      a.attributes as answered, k.name as "connectionName",
      case when r.id is null then null else jsonb_build_object('reason', r.reason, 'verdict', r.verdict, 'requestedBy', r.requested_by, 'roleId', r.role_id,
        'stsRegion', r.sts_region, 'sessionName', r.session_name, 'opened', coalesce(p.opened, '[]'), 'refused', p.refused, 'unanswered', p.unanswered)
        || coalesce(r.probe_summary, '{}') end as run
    from (select * from audit_events e where ${conditionsOf(filter)} order by e.at desc nulls first, e.seq desc nulls first limit ${limit}) e
    left join verification_runs r on r.customer_id = ${customerId} and e.event = 'run.started' and r.id = (e.attributes ->> 'run')::uuid
    left join lateral (select jsonb_agg(coalesce(p.request_id, '') order by p.n) filter (where p.got = 'allowed') as opened,
        count(*) filter (where p.got = 'denied') as refused, count(*) filter (where p.got = 'inconclusive') as unanswered
      from verification_probes p where p.customer_id = r.customer_id and p.run_id = r.id) p on r.id is not null
    left join audit_events a on a.chain = e.chain and a.event = 'logs.answered' and a.attributes ->> 'call' = e.attributes ->> 'call'
    left join connections k on k.customer_id = ${customerId} and k.id = (e.attributes ->> 'connection')::uuid
    order by e.at desc nulls first, e.seq desc nulls first`);
  return rows.map((row) => ({ ...row, seq: Number(row.seq), at: new Date(row.at) }));
}

function conditionsOf({ customerId, onlyReadsOf, connectionId, from, before, find, below }: RoleSessionsFilter): SQL {
  const reader = `user:${onlyReadsOf}`;
  const conditions: readonly (SQL | false)[] = [
    sql`e.chain = ${customerId} and e.event in ('run.started', 'logs.opened', 'support.opened')`,
    // What AWS answered is stored in the run, so a verification is listed as long as its run is kept.
    sql`(e.event <> 'run.started' or exists (select from verification_runs r where r.customer_id = ${customerId} and r.id = (e.attributes ->> 'run')::uuid))`,
    onlyReadsOf !== null && sql`(e.event <> 'logs.opened' or e.actor = ${reader})`,
    connectionId !== null && sql`e.attributes ->> 'connection' = ${connectionId}`,
    from !== null && sql`e.at >= ${from.toISOString()}`,
    before !== null && sql`e.at < ${before.toISOString()}`,
    find !== null && matches(customerId, find),
    below !== null &&
      sql`(e.at, e.seq) < ('epoch'::timestamptz + ${below.micros}::bigint * interval '1 microsecond', ${below.seq}::bigint)`,
  ];
  return sql.join(
    conditions.filter((condition) => condition !== false),
    sql` and `,
  );
}

function matches(customerId: CustomerId, find: string): SQL {
  if (find.startsWith("sp-")) return sql`e.attributes ->> 'session' = ${find}`;
  return sql`(e.attributes ->> 'run' in (select p.run_id::text from verification_probes p where p.customer_id = ${customerId} and p.request_id = ${find})
    or e.attributes ->> 'run' in (select r.id::text from verification_runs r where r.customer_id = ${customerId} and r.probe_summary -> 'opened' ? ${find})
    or e.attributes ->> 'call' in (select a.attributes ->> 'call' from audit_events a where a.chain = ${customerId} and a.event = 'logs.answered' and a.attributes ->> 'request' = ${find}))`;
}
