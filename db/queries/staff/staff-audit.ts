import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { StaffAuditRow } from "#db/queries/audit.ts";
import { type KeysetOrder, type KeysetSource, keysetPage, type Place } from "#db/queries/keyset.ts";
import type { StaffActor } from "#kernel/actor.ts";

/** What a person filters the audit log by. An empty list means no filter. */
export interface AuditFilter {
  readonly events: readonly string[];
  /** As in a row: `staff:<ID>`, `user:<ID>`, `system:worker`. */
  readonly actors: readonly string[];
  /** Customer IDs, or `partner`. */
  readonly chains: readonly string[];
  readonly connectionIds: readonly string[];
  readonly verdicts: readonly string[];
  /** Only events of the last so many hours. */
  readonly hours: number | null;
  /** A day in UTC, "2026-11-30". */
  readonly day: string | null;
  /** A run or a connection, of which the events are wanted; found only together with its chain. */
  readonly about: string | null;
  /** A customer about whom the events of the partner's chain are wanted; null for no such filter. `chains` is empty then. */
  readonly partnerAbout: string | null;
}

export const AUDIT_COLUMNS = sql`e.chain, e.seq::text as seq, e.at, e.event, e.actor, e.attributes,
  (select c.name from customers c where c.id = case when e.chain <> 'partner' then e.chain::uuid end) as name`;

/**
 * The order of the audit log: by time. One chain alone is in the order of its sequence, which is the same and has an index.
 * @param descending newest first
 */
export function auditOrder({ chains }: Pick<AuditFilter, "chains">, descending: boolean): KeysetOrder {
  const seq = { expression: sql`e.seq`, type: "integer" as const };
  if (chains.length === 1) return { segments: [sql`e.chain = ${chains[0]}`], keys: [seq], descending };
  const keys = [{ expression: sql`e.at`, type: "time" as const }, { expression: sql`e.chain`, type: "text" as const }, seq];
  return { segments: [sql`true`], keys, descending };
}

/** More values of one filter than these are compared in one range, because a statement with a range for each takes long to plan. */
const MOST_SOURCES = 20;

/**
 * Where the events of a filter are. Each value of the filter that has the fewest events is a source of its own: a range of an index that is in the
 * order of the list. For several values in one range, Postgres would read all events in the order of time until it has found enough of them.
 */
export function auditSources(filter: AuditFilter): readonly KeysetSource[] {
  const source = (condition: SQL): KeysetSource => ({
    columns: AUDIT_COLUMNS,
    from: sql`audit_events e`,
    where: sql`(${condition} and ${conditionOf(filter)})`,
    keys: filter.chains.length === 1 ? [sql`e.seq`] : [sql`e.at`, sql`e.chain`, sql`e.seq`],
  });
  const { verdicts, connectionIds, actors, events, partnerAbout } = filter;
  const lists: readonly (readonly [readonly string[], (value: string) => SQL])[] = [
    [partnerAbout === null ? [] : [partnerAbout], partnerIsAbout],
    [verdicts.includes("secure") ? [] : verdicts, verdictIs],
    [connectionIds, (id) => sql`e.attributes ? 'connection' and e.attributes ->> 'connection' = ${id}`],
    [actors, (actor) => sql`e.actor = ${actor}`],
    [events, (event) => sql`e.event = ${event}`],
  ];
  const [values, is] = lists.find(([list]) => list.length > 0 && list.length <= MOST_SOURCES) ?? [[], () => sql`true`];
  return filter.chains.length === 1 || values.length === 0 ? [source(sql`true`)] : [...new Set(values)].map((value) => source(is(value)));
}

/** Nearly all verifications are secure, so the index of verdicts has only the others. */
const verdictIs = (verdict: string) => sql`e.attributes ->> 'verdict' <> 'secure' and e.attributes ->> 'verdict' = ${verdict}`;

const partnerIsAbout = (customer: string) =>
  sql`e.chain = 'partner' and e.attributes ? 'customer' and e.attributes ->> 'customer' = ${customer}`;

/** One page of the audit log. */
export function staffAuditPage(
  tx: Transaction,
  filter: AuditFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  return keysetPage(tx, { sources: auditSources(filter), order, start, limit }, (raw): StaffAuditRow => {
    const row = raw as unknown as { chain: string; name: string | null; seq: string; at: string; event: string; actor: string };
    return {
      chain: row.chain,
      chainName: row.name,
      seq: Number(row.seq),
      at: new Date(row.at),
      event: row.event,
      actor: row.actor,
      attributes: raw["attributes"] as StaffAuditRow["attributes"],
    };
  });
}

function conditionOf({ events, actors, chains, connectionIds, verdicts, hours, day, about }: AuditFilter): SQL {
  const isOneOf = (expression: SQL, values: readonly string[]) =>
    values.length === 0
      ? []
      : [values.length === 1 ? sql`${expression} = ${values[0]}` : sql`${expression} = any(${sql.param([...values])}::text[])`];
  const parts = [
    ...isOneOf(sql`e.event`, events),
    ...isOneOf(sql`e.actor`, actors),
    ...(chains.length > 1 ? isOneOf(sql`e.chain`, chains) : []),
    ...(connectionIds.length === 0
      ? []
      : [sql`e.attributes ? 'connection'`, ...isOneOf(sql`(e.attributes ->> 'connection')`, connectionIds)]),
    ...isOneOf(sql`(e.attributes ->> 'verdict')`, verdicts),
    ...(hours === null ? [] : [sql`e.at > now() - ${hours}::int * interval '1 hour'`]),
    ...(day === null
      ? []
      : [sql`e.at >= ${day}::timestamp at time zone 'UTC'`, sql`e.at < (${day}::timestamp + interval '1 day') at time zone 'UTC'`]),
    ...(about === null
      ? []
      : [
          sql`(e.attributes ->> 'run' = ${about} or e.attributes ->> 'connection' = ${about}
  or e.attributes ->> 'run' in (select p.run_id::text from verification_probes p where p.request_id = ${about}))`,
        ]),
  ];
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`;
}

/** The person with this email address, or null. @throws refusal `staff` */
export async function staffPerson(tx: Transaction, actor: StaffActor, email: string): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string | null }>(sql`select person_for_staff(${actor.userId}, ${email}) as id`);
  return rows[0]?.id ?? null;
}

/** What is known about a chain without reading it. */
export interface ChainState {
  /** The sequence of its last event. */
  readonly lastSeq: number;
  readonly checkpoint: { readonly seq: number; readonly at: Date } | null;
  /** The last time somebody of the staff verified it in the portal, or somebody or a worker found it broken. */
  readonly verified: { readonly at: Date; readonly actor: string; readonly attributes: Readonly<Record<string, string | number>> } | null;
}

/** The state of one chain, also of one whose stored end is missing; null if it has no events. */
export async function staffChainState(tx: Transaction, chain: string): Promise<ChainState | null> {
  const { rows } = await tx.execute<{
    last_seq: string | null;
    checkpoint_seq: string | null;
    made_at: string | null;
    at: string | null;
    actor: string | null;
    attributes: Record<string, string | number> | null;
  }>(sql`
    select coalesce(h.seq, (select max(e.seq) from audit_events e where e.chain = o.chain))::text as last_seq,
      c.seq::text as checkpoint_seq, c.made_at, v.at, v.actor, v.attributes
    from (select ${chain}::text as chain) o left join audit_heads h on h.chain = o.chain left join audit_checkpoints c on c.chain = o.chain
    left join lateral (select e.at, e.actor, e.attributes from audit_events e where e.event in ('audit.verified', 'audit.broken')
      and e.chain = o.chain and not e.attributes ?| array['customer', 'chain'] order by e.at desc limit 1) v on true`);
  const [row] = rows;
  if (row === undefined || row.last_seq === null) return null;
  return {
    lastSeq: Number(row.last_seq),
    checkpoint: row.checkpoint_seq === null || row.made_at === null ? null : { seq: Number(row.checkpoint_seq), at: new Date(row.made_at) },
    verified: row.at === null || row.actor === null ? null : { at: new Date(row.at), actor: row.actor, attributes: row.attributes ?? {} },
  };
}

/** Records checkpoints that were written outside the database, at most 2,000. */
export async function recordCheckpoints(tx: Transaction, made: readonly { readonly chain: string; readonly seq: number }[]): Promise<void> {
  const [chains, seqs] = [made.map(({ chain }) => chain), made.map(({ seq }) => String(seq))];
  await tx.execute(sql`select record_checkpoints(${sql.param(chains)}::text[], ${sql.param(seqs)}::bigint[])`);
}
