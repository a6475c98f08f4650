import { and, asc, desc, eq, gte, inArray, isNotNull, lt, not, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { verificationProbes } from "#db/schema/verification-probes.ts";
import { verificationRuns } from "#db/schema/verification-runs.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/ids.ts";

export type RunRow = typeof verificationRuns.$inferSelect;
export type ProbeRow = typeof verificationProbes.$inferSelect;
export interface RunWithProbes {
  readonly run: RunRow;
  readonly probes: readonly ProbeRow[];
}

/** A run during a rotation that found the role not updated yet. */
const isUnsuccessfulRotationRun = sql`coalesce(${verificationRuns.reason} = 'rotation' and ${verificationRuns.verdict} in ('access-denied', 'inconclusive', 'lost'), false)`;

/**
 * The newest runs of a connection, newest first, each with its probes so far.
 * @param unsuccessfulRotationRuns "left-out" for lists: during a rotation there is one every few minutes until the customer updates
 *   the role, so they would displace all other runs
 */
export async function newestRuns(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  limit: number,
  unsuccessfulRotationRuns: "kept" | "left-out" = "kept",
): Promise<readonly RunWithProbes[]> {
  const runs = await tx
    .select()
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, customerId),
        eq(verificationRuns.connectionId, id),
        unsuccessfulRotationRuns === "left-out" ? not(isUnsuccessfulRotationRun) : undefined,
      ),
    )
    .orderBy(desc(verificationRuns.startedAt))
    .limit(limit);
  if (runs.length === 0) return [];
  const ids = runs.map((run) => run.id);
  const probes = await tx
    .select()
    .from(verificationProbes)
    .where(and(eq(verificationProbes.customerId, customerId), inArray(verificationProbes.runId, ids)))
    .orderBy(asc(verificationProbes.n));
  return runs.map((run) => ({ run, probes: probes.filter(({ runId }) => runId === run.id) }));
}

/** When the last run with this External ID was closed; undefined if there was none. */
export async function lastClosedRunAt(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  externalIdId: string,
): Promise<Date | undefined> {
  const [row] = await tx
    .select({ at: verificationRuns.finishedAt })
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, customerId),
        eq(verificationRuns.connectionId, id),
        eq(verificationRuns.externalIdId, externalIdId),
        isNotNull(verificationRuns.verdict),
      ),
    )
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1);
  return row?.at ?? undefined;
}

/**
 * How many of a connection's newest closed runs in a row have the same verdict as the newest; at most 20.
 * @param of counts only runs with this ARN and External ID that were started at or after `since`
 */
export async function runsInARow(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  of: { readonly arnHmac: string; readonly externalIdId: string; readonly since?: Date | undefined },
): Promise<number> {
  const closed = await tx
    .select({ verdict: verificationRuns.verdict })
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, customerId),
        eq(verificationRuns.connectionId, id),
        isNotNull(verificationRuns.verdict),
        eq(verificationRuns.arnHmac, of.arnHmac),
        eq(verificationRuns.externalIdId, of.externalIdId),
        of.since && gte(verificationRuns.startedAt, of.since),
      ),
    )
    .orderBy(desc(verificationRuns.startedAt))
    .limit(20);
  const other = closed.findIndex(({ verdict }) => verdict !== closed[0]?.verdict);
  return other === -1 ? closed.length : other;
}

/** How many role ARNs a customer may still submit, when the next one is possible (null if one is now), and the database's time. */
export async function submissionsLeft(tx: Transaction, customerId: CustomerId): Promise<{ left: number; nextAt: Date | null; now: Date }> {
  const { rows } = await tx.execute<{ left: number; next_at: string | null; now: string }>(sql`
    select least(in_ten_minutes, in_day) as left, to_char(next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as next_at,
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now from submissions_left(${customerId})`);
  const row = rows[0];
  if (row === undefined) throw new Error("submissions_left returned no row");
  return { left: row.left, nextAt: row.next_at === null ? null : new Date(row.next_at), now: new Date(row.now) };
}

/** When the customer may start the next check (null if it may now), and the database's time. */
export async function checksFreeAt(tx: Transaction, customerId: CustomerId): Promise<{ at: Date | null; now: Date }> {
  const { rows } = await tx.execute<{ at: string | null; now: string }>(sql`
    select to_char(checks_free_at(${customerId}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`);
  const row = rows[0];
  if (row === undefined) throw new Error("checks_free_at returned no row");
  return { at: row.at === null ? null : new Date(row.at), now: new Date(row.now) };
}

/** The newest checks of each customer that are counted. */
const CHECKS_OF_A_CUSTOMER = 10;
/** Fewer failing customers than these can be a coincidence. */
const FAILING_CUSTOMERS = 3;
/** The newest scheduled runs that are read, of all customers. */
const RUNS_READ = 2000;

/**
 * The share, from 0 to 1, of scheduled checks of the other customers that end as access denied or inconclusive. It is the mean of
 * the customers' own shares, so that a customer who deletes many roles counts once. Connections whose access was denied or that
 * were quarantined or disabled before are left out. 0 if fewer than three customers have failures or fewer than 40 checks count.
 */
export async function shareOfFailedChecks(tx: Transaction, except: CustomerId): Promise<number> {
  const { rows } = await tx.execute<{ share: number }>(sql`
    with newest as (
      select customer_id, connection_id, verdict, finished_at from verification_runs
      where reason = 'schedule' and verdict is not null order by finished_at desc limit ${RUNS_READ}),
    numbered as (
      select n.customer_id, n.verdict in ('access-denied', 'inconclusive') as failed,
        row_number() over (partition by n.customer_id order by n.finished_at desc) as place
      from newest n join connections k on (k.customer_id, k.id) = (n.customer_id, n.connection_id)
      where n.customer_id <> ${except} and k.status in ('connected', 'expired')),
    of_customer as (
      select avg(failed::int)::float8 as share, count(*) as checks from numbered
      where place <= ${CHECKS_OF_A_CUSTOMER} group by customer_id)
    select case when count(*) filter (where share > 0) < ${FAILING_CUSTOMERS} or sum(checks) < 40 then 0 else avg(share) end as share
    from of_customer`);
  return rows[0]?.share ?? 0;
}

/** A run with its probes; undefined if it does not exist or is another customer's. */
export async function findRun(tx: Transaction, customerId: CustomerId, id: RunId): Promise<RunWithProbes | undefined> {
  const [run] = await tx
    .select()
    .from(verificationRuns)
    .where(and(eq(verificationRuns.customerId, customerId), eq(verificationRuns.id, id)));
  return run && withProbes(tx, run);
}

/** The closed run of the same connection before this one, for a comparison. Leaves out unsuccessful runs of a rotation, as lists do. */
export async function findRunBefore(tx: Transaction, run: RunRow): Promise<RunWithProbes | undefined> {
  const [before] = await tx
    .select()
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, run.customerId),
        eq(verificationRuns.connectionId, run.connectionId),
        lt(verificationRuns.startedAt, run.startedAt),
        isNotNull(verificationRuns.verdict),
        not(isUnsuccessfulRotationRun),
      ),
    )
    .orderBy(desc(verificationRuns.startedAt))
    .limit(1);
  return before && withProbes(tx, before);
}

/** A stored run with the stored answers of its probes, in their order. */
export async function withProbes(tx: Transaction, run: RunRow): Promise<RunWithProbes> {
  const probes = await tx
    .select()
    .from(verificationProbes)
    .where(and(eq(verificationProbes.customerId, run.customerId), eq(verificationProbes.runId, run.id)))
    .orderBy(asc(verificationProbes.n));
  return { run, probes };
}

/** The External ID of a run and its current state. */
export async function externalIdOfRun(
  tx: Transaction,
  { customerId, connectionId, externalIdId }: Pick<RunRow, "customerId" | "connectionId" | "externalIdId">,
): Promise<{ readonly value: string; readonly state: "pending" | "current" | "retiring" | "retired" }> {
  const { rows } = await tx.execute<{ value: string; state: "pending" | "current" | "retiring" | "retired" }>(
    sql`select value, state from external_ids where customer_id = ${customerId} and connection_id = ${connectionId} and id = ${externalIdId}`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a run has no External ID");
  return row;
}
