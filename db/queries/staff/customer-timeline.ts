import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { isAct } from "#db/schema/audit.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** What the timeline of a customer merges, in the order of entries of the same moment. */
export const TIMELINE_SOURCES = ["verification", "act", "staff-act", "alert", "email"] as const;
export type TimelineSource = (typeof TIMELINE_SOURCES)[number];

/** A place in a timeline: the time in UTC as Postgres writes it, the number of the source, and the key of the row in it. */
export interface TimelinePlace {
  readonly at: string;
  readonly source: number;
  readonly key: string;
}

/** One row of a source. The fields of `data` depend on the source. */
export interface TimelineRow {
  readonly source: TimelineSource;
  readonly place: TimelinePlace;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The newest rows of these sources before a place. Each source is read by an index, at most `limit` rows of it, however many there are.
 * @param limit rows in all
 */
export async function customerTimeline(
  tx: Transaction,
  customerId: CustomerId,
  of: { readonly sources: readonly TimelineSource[]; readonly before: TimelinePlace | null; readonly limit: number },
): Promise<readonly TimelineRow[]> {
  const { rows } = await tx.execute<{ source: number; key: string; at: string; utc: string; data: Record<string, unknown> }>(
    timelineStatement(customerId, of),
  );
  return rows.map(({ source, key, at, utc, data }) => ({
    source: TIMELINE_SOURCES[source] ?? "act",
    place: { at: utc, source, key },
    at: new Date(at),
    data,
  }));
}

/** The statement of `customerTimeline`, for the test of its plan. */
export function timelineStatement(
  customerId: CustomerId,
  {
    sources,
    before,
    limit,
  }: { readonly sources: readonly TimelineSource[]; readonly before: TimelinePlace | null; readonly limit: number },
): SQL {
  const parts = sources.map((source) => {
    const n = TIMELINE_SOURCES.indexOf(source);
    const { from, at, key, order, data } = SOURCES[source](customerId);
    return sql`(select ${n}::int as source, ${key} as key, ${at} as at, ${data} as data from ${from}
      and ${boundOf(n, at, key, before)} order by ${order} limit ${limit})`;
  });
  return sql`select source, key, at, (at at time zone 'UTC')::text as utc, data from (${sql.join(parts, sql` union all `)}) merged
    order by at desc, source, key desc limit ${limit}`;
}

/** Written so that the time limits the scan of the index; the rest decides only about rows of the same moment. */
function boundOf(n: number, at: SQL, key: SQL, before: TimelinePlace | null): SQL {
  if (before === null) return sql`true`;
  const then = sql`(${before.at}::timestamp at time zone 'UTC')`;
  const beyond = n < before.source ? sql`false` : n > before.source ? sql`true` : sql`${key} < ${before.key}`;
  return sql`${at} <= ${then} and (${at} < ${then} or ${beyond})`;
}

interface Source {
  /** The table with its conditions. */
  readonly from: SQL;
  readonly at: SQL;
  /** A text whose order is that of the rows of one moment. */
  readonly key: SQL;
  readonly order: SQL;
  readonly data: SQL;
}

const AUDIT_DATA = sql`jsonb_build_object('chain', e.chain, 'seq', e.seq, 'event', e.event, 'actor', e.actor, 'attributes', e.attributes)`;
const SEQUENCE = sql`lpad(e.seq::text, 15, '0')`;

const SOURCES: Readonly<Record<TimelineSource, (customerId: CustomerId) => Source>> = {
  verification: (id) => ({
    from: sql`verification_runs r where r.customer_id = ${id} and r.finished_at is not null`,
    ...{ at: sql`r.finished_at`, key: sql`r.id::text`, order: sql`r.finished_at desc, r.id desc` },
    data: sql`jsonb_build_object('run', r.id, 'connection', r.connection_id, 'verdict', r.verdict, 'reason', r.reason)`,
  }),
  act: (id) => ({
    from: sql`audit_events e where e.chain = ${id} and ${isAct}`,
    ...{ at: sql`e.at`, key: SEQUENCE, order: sql`e.at desc, e.seq desc`, data: AUDIT_DATA },
  }),
  "staff-act": (id) => ({
    from: sql`audit_events e where e.chain = 'partner' and e.attributes ? 'customer' and (e.attributes ->> 'customer') = ${id}`,
    ...{ at: sql`e.at`, key: SEQUENCE, order: sql`e.at desc, e.seq desc`, data: AUDIT_DATA },
  }),
  alert: (id) => ({
    from: sql`alerts a where a.customer_id = ${id}`,
    ...{ at: sql`a.raised_at`, key: sql`a.id::text`, order: sql`a.raised_at desc, a.id desc` },
    data: sql`jsonb_build_object('kind', a.kind, 'connection', a.connection_id, 'resolved', a.resolved_at is not null)`,
  }),
  email: (id) => ({
    from: sql`sent_emails m where m.customer_id = ${id}`,
    ...{ at: sql`m.ended_at`, key: sql`m.id::text`, order: sql`m.ended_at desc, m.id desc` },
    data: sql`jsonb_build_object('kind', m.kind, 'connection', m.connection_id, 'state', m.state, 'code', m.code, 'email', m.email)`,
  }),
};

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?$/;
const KEY = /^[0-9a-f-]{1,40}$/;

/** Whether a place that came from a URL can be one of a timeline, so that the database can read it. */
export function isTimelinePlace({ at, source, key }: TimelinePlace): boolean {
  if (!TIME.test(at) || !KEY.test(key) || !(source in TIMELINE_SOURCES)) return false;
  return new Date(`${at.replace(" ", "T").slice(0, 19)}Z`).toJSON()?.slice(0, 19) === at.slice(0, 19).replace(" ", "T");
}
