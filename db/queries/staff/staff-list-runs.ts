import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { type KeysetOrder, type KeysetSource, keysetPage, type Place } from "#db/queries/keyset.ts";
import type { StaffRunRow } from "#db/queries/staff-runs.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

/** What a person filters the verifications of all customers by. An empty list means no filter. */
export interface RunFilter {
  /** `open`: not finished yet. */
  readonly verdicts: readonly (Verdict | "open")[];
  readonly reasons: readonly RunReason[];
  readonly customerIds: readonly string[];
  /** With their customers, which lets the query use the index of a customer's connections. */
  readonly connections: readonly { readonly customerId: string; readonly id: string }[];
  /** Only runs of the last so many hours. */
  readonly hours: number | null;
  readonly match: RunMatch | null;
}

/** What the text of a search found: each part is one way in which a run can match. */
export interface RunMatch {
  /** A run's ID, or the ID of a request to AWS. */
  readonly id: string | null;
  /** The person who requested the run. */
  readonly requester: string | null;
  readonly customerIds: readonly string[];
  readonly connections: readonly { readonly customerId: string; readonly id: string }[];
}

/** A run with what staff may see. */
export interface ListedRun extends StaffRunRow {
  readonly customerId: string;
  readonly customerName: string;
  readonly outcomeReason: string | null;
  readonly requestedBy: string | null;
}

/** The newest first, or the oldest. IDs are UUIDs of version 7, whose order is the order in which the runs started. */
export function runOrder(descending: boolean): KeysetOrder {
  return { segments: [sql`true`], keys: [{ expression: sql`r.id`, type: "uuid" }], descending };
}

/** The names are looked up for the rows of the page only: joined tables would let Postgres sort all runs. */
const COLUMNS = sql`r.id as run_id, r.customer_id as of_customer, (select c.name from customers c where c.id = r.customer_id) as customer_name,
  r.connection_id, (select k.name from connections k where k.customer_id = r.customer_id and k.id = r.connection_id) as connection_name, r.reason as why,
  r.requested_by, r.started_at, r.finished_at, r.verdict, r.outcome_reason, r.external_id_id, r.sandbox, r.session_name, r.sts_region, r.probes_deleted_at`;
const FROM = sql`verification_runs r`;

/** Where the rows of a filter are: each source is a range of an index, and no row is in two. */
export function runSources(filter: RunFilter): readonly KeysetSource[] {
  const conditions = conditionsOf(filter);
  const { match, verdicts, reasons } = filter;
  const found = match === null ? null : matches(match);
  const alternatives =
    found ??
    (verdicts.length > 0 ? verdicts.map(verdictIs) : reasons.length > 0 ? reasons.map((reason) => sql`r.reason = ${reason}`) : [sql`true`]);
  return alternatives.map((alternative, n) => {
    const earlier = found === null ? [] : found.slice(0, n).map((each) => sql`not ${each}`);
    return {
      columns: COLUMNS,
      from: FROM,
      where: sql`(${sql.join([alternative, ...earlier, ...conditions], sql` and `)})`,
      keys: [sql`r.id`],
    };
  });
}

const verdictIs = (verdict: Verdict | "open") => (verdict === "open" ? sql`r.verdict is null` : sql`r.verdict = ${verdict}`);

const anyOf = (conditions: readonly SQL[]) => sql`(${sql.join([...conditions], sql` or `)})`;

function conditionsOf({ verdicts, reasons, customerIds, connections, hours }: RunFilter): readonly SQL[] {
  return [
    ...(verdicts.length === 0 ? [] : [anyOf(verdicts.map(verdictIs))]),
    ...(reasons.length === 0 ? [] : [sql`r.reason = any(${sql.param([...reasons])}::text[])`]),
    ...(customerIds.length === 0 ? [] : [sql`r.customer_id = any(${sql.param([...customerIds])}::uuid[])`]),
    ...(connections.length === 0 ? [] : [isOfConnections(connections)]),
    ...(hours === null ? [] : [sql`r.started_at > now() - ${hours}::int * interval '1 hour'`, sql`r.id >= ${firstIdSince(hours)}`]),
  ];
}

function isOfConnections(connections: RunFilter["connections"]): SQL {
  const customers = [...new Set(connections.map(({ customerId }) => customerId))];
  const ids = connections.map(({ id }) => id);
  return sql`(r.customer_id = any(${sql.param(customers)}::uuid[]) and r.connection_id = any(${sql.param(ids)}::uuid[]))`;
}

/**
 * The first ID of the last so many hours, which lets the index of the IDs end there. An ID has the time of its row in milliseconds, and
 * `started_at` is when the transaction began, which is less than a minute earlier.
 */
function firstIdSince(hours: number): SQL {
  const since = sql`(now() - ${hours}::int * interval '1 hour' - interval '1 minute')`;
  return sql`(lpad(to_hex(floor(extract(epoch from ${since}) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid`;
}

function matches({ id, requester, customerIds, connections }: RunMatch): readonly SQL[] {
  return [
    ...(id === null
      ? []
      : [
          sql`r.id = ${id}::uuid`,
          sql`(r.customer_id, r.id) in (select p.customer_id, p.run_id from verification_probes p where p.request_id = ${id})`,
        ]),
    ...(requester === null ? [] : [sql`coalesce(r.requested_by = ${requester}::uuid, false)`]),
    ...(connections.length === 0 ? [] : [isOfConnections(connections)]),
    ...(customerIds.length === 0 ? [] : [sql`r.customer_id = any(${sql.param([...customerIds])}::uuid[])`]),
  ];
}

/**
 * Who of the staff requested these runs, by the ID of the run: a run itself stores only members of its customer. It is the last person who
 * requested a verification of the connection before the run started, to the millisecond. A request whose audit event has been deleted has none.
 */
export async function staffRequesters(
  tx: Transaction,
  runs: readonly Pick<ListedRun, "id" | "customerId" | "connectionId" | "startedAt">[],
): Promise<ReadonlyMap<string, UserId>> {
  if (runs.length === 0) return new Map();
  const list = (values: readonly string[]) => sql.param([...values]);
  const { rows } = await tx.execute<{ id: string; actor: string }>(sql`
    select r.id, q.actor
    from unnest(${list(runs.map(({ id }) => id))}::text[], ${list(runs.map(({ customerId }) => customerId))}::text[],
      ${list(runs.map(({ connectionId }) => connectionId))}::text[], ${list(runs.map(({ startedAt }) => startedAt.toISOString()))}::timestamptz[])
      as r (id, chain, connection, started_at)
    cross join lateral (select e.actor from audit_events e
      where e.attributes ? 'connection' and e.attributes ->> 'connection' = r.connection and e.at < r.started_at + interval '1 ms' and e.chain = r.chain
        and e.event = 'run.requested'
      order by e.at desc limit 1) q`);
  return new Map(
    rows.flatMap(({ id, actor }) => {
      const person = UserId.safeParse(actor.replace(/^staff:/, ""));
      return person.success ? [[id, person.data] as const] : [];
    }),
  );
}

/** One page of the verifications of all customers, each with its probes: nothing about the role, and no log content. */
export async function staffRunPage(
  tx: Transaction,
  filter: RunFilter,
  order: KeysetOrder,
  start: { readonly after: Place } | { readonly before: Place } | null,
  limit: number,
) {
  const page = await keysetPage(tx, { sources: runSources(filter), order, start, limit }, (raw) => raw as unknown as RunRow);
  const probes = await probesOf(tx, page.rows);
  return { ...page, rows: page.rows.map((row) => listedRunOf(row, probes.get(row.run_id) ?? [])) };
}

/** These verifications of a customer with their probes, by ID. */
export async function staffRunsById(
  tx: Transaction,
  customerId: CustomerId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ListedRun>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.execute<RunRow & Record<string, unknown>>(
    sql`select ${COLUMNS} from ${FROM} where r.customer_id = ${customerId} and r.id = any(${sql.param([...ids])}::uuid[])`,
  );
  const probes = await probesOf(tx, rows);
  return new Map(rows.map((row) => [row.run_id, listedRunOf(row, probes.get(row.run_id) ?? [])]));
}

/** The probes of these runs by run, in their order. */
async function probesOf(tx: Transaction, runs: readonly RunRow[]): Promise<ReadonlyMap<string, StaffRunRow["probes"]>> {
  if (runs.length === 0) return new Map();
  const { rows } = await tx.execute<{ run_id: string; probes: StaffRunRow["probes"][number][] }>(sql`
    select asked.run_id, jsonb_agg(jsonb_build_object('n', p.n, 'name', p.name, 'expected', p.expected, 'got', p.got, 'code', p.code,
      'requestId', p.request_id, 'sentHint', p.sent_hint, 'ms', p.ms, 'mac', p.mac) order by p.n) as probes
    from unnest(${sql.param(runs.map(({ of_customer }) => of_customer))}::uuid[], ${sql.param(runs.map(({ run_id }) => run_id))}::uuid[]) asked(customer_id, run_id)
    join verification_probes p on p.customer_id = asked.customer_id and p.run_id = asked.run_id group by asked.run_id`);
  return new Map(rows.map(({ run_id, probes }) => [run_id, probes]));
}

interface RunRow {
  readonly run_id: string;
  readonly of_customer: string;
  readonly customer_name: string;
  readonly connection_id: string;
  readonly connection_name: string;
  readonly why: RunReason;
  readonly requested_by: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly verdict: Verdict | null;
  readonly outcome_reason: string | null;
  readonly external_id_id: string;
  readonly sandbox: boolean;
  readonly session_name: string | null;
  readonly sts_region: string | null;
  readonly probes_deleted_at: string | null;
}

function listedRunOf(row: RunRow, probes: StaffRunRow["probes"]): ListedRun {
  return {
    id: row.run_id,
    customerId: row.of_customer,
    customerName: row.customer_name,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    reason: row.why,
    requestedBy: row.requested_by,
    startedAt: new Date(row.started_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    verdict: row.verdict,
    outcomeReason: row.outcome_reason,
    externalIdId: row.external_id_id,
    sandbox: row.sandbox,
    sessionName: row.session_name,
    stsRegion: row.sts_region,
    probesDeletedAt: row.probes_deleted_at === null ? null : new Date(row.probes_deleted_at),
    probes,
  };
}
