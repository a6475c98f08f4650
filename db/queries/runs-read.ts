import { and, asc, desc, eq, gte, inArray, isNotNull, not, sql } from "drizzle-orm";
import { verificationProbes } from "#db/schema/verification-probes.ts";
import { verificationRuns } from "#db/schema/verification-runs.ts";
import type { Transaction } from "#db/transaction.ts";
import type { ConnectionId, CustomerId } from "#kernel/ids.ts";

export type RunRow = typeof verificationRuns.$inferSelect;
export type ProbeRow = typeof verificationProbes.$inferSelect;
export interface RunWithProbes {
  readonly run: RunRow;
  readonly probes: readonly ProbeRow[];
}

/** A look, while an ID is rotated, that found the role not updated yet. */
export const isVainLook = sql`coalesce(${verificationRuns.reason} = 'rotation' and ${verificationRuns.verdict} in ('refused', 'inconclusive', 'lost'), false)`;

/**
 * The newest runs of one connection, newest first, each with the answers that came so far. `vainLooks: "left-out"` is for
 * lists: while an ID is rotated, looks that found the role not updated yet would push everything else out.
 */
export async function newestRuns(
  tx: Transaction,
  customerId: CustomerId,
  id: ConnectionId,
  limit: number,
  vainLooks: "kept" | "left-out" = "kept",
): Promise<readonly RunWithProbes[]> {
  const runs = await tx
    .select()
    .from(verificationRuns)
    .where(
      and(
        eq(verificationRuns.customerId, customerId),
        eq(verificationRuns.connectionId, id),
        vainLooks === "left-out" ? not(isVainLook) : undefined,
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

/** When a run of this External ID, a pending one, was last closed without proving it; undefined when none was. */
export async function lastVainLook(
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

/** How many of a connection's newest closed runs of one ARN and External ID, since a moment, ended with the newest one's verdict. 0 = it has none. */
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

/** Names of the people who asked for runs, by id; whoever is no longer known is left out. */
export async function namesOfPeople(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const { rows } = await tx.execute<{ user_id: string; name: string | null; email: string | null }>(
    sql`select user_id, name, email from people_named(array[${list}])`,
  );
  return new Map(rows.map((row) => [row.user_id, row.email ?? row.name ?? ""]));
}

/** The budget for submissions: how many are left, and when the next one is free if none is. */
export async function submissionsLeft(tx: Transaction, customerId: CustomerId): Promise<{ left: number; nextAt: Date | null; now: Date }> {
  const { rows } = await tx.execute<{ left: number; next_at: string | null; now: string }>(sql`
    select least(in_ten_minutes, in_day) as left, to_char(next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as next_at,
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now from submissions_left(${customerId})`);
  const row = rows[0];
  if (row === undefined) throw new Error("the budget of submissions was not told");
  return { left: row.left, nextAt: row.next_at === null ? null : new Date(row.next_at), now: new Date(row.now) };
}

/** When the next check by hand is free again, or null while one is, and the database's own now. */
export async function checksFreeAt(tx: Transaction, customerId: CustomerId): Promise<{ at: Date | null; now: Date }> {
  const { rows } = await tx.execute<{ at: string | null; now: string }>(sql`
    select to_char(checks_free_at(${customerId}) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`);
  const row = rows[0];
  if (row === undefined) throw new Error("the budget of checks was not told");
  return { at: row.at === null ? null : new Date(row.at), now: new Date(row.now) };
}

/** A customer counts with its newest checks only, so that one with many connections weighs no more than another. */
const CHECKS_OF_A_CUSTOMER = 10;
/** Fewer failing customers than this can be a coincidence. */
const FAILING_CUSTOMERS = 3;
/** The newest scheduled runs that are read, whoever they belong to. */
const RUNS_READ = 2000;

/**
 * The share, from 0 to 1, of scheduled checks that newly fail (end access denied or inconclusive) for the other customers:
 * the mean of the customers' own shares, so that each customer counts once, however many roles it deletes. Connections that
 * were refused, quarantined or disabled before are left out: their failures are known. 0 while fewer than three customers
 * fail, or fewer than 40 checks are known.
 */
export async function shareOfFailedChecks(tx: Transaction, except: CustomerId): Promise<number> {
  const { rows } = await tx.execute<{ share: number }>(sql`
    with newest as (
      select customer_id, connection_id, verdict, finished_at from verification_runs
      where reason = 'schedule' and verdict is not null order by finished_at desc limit ${RUNS_READ}),
    numbered as (
      select n.customer_id, n.verdict in ('refused', 'inconclusive') as failed,
        row_number() over (partition by n.customer_id order by n.finished_at desc) as place
      from newest n join connections k on (k.customer_id, k.id) = (n.customer_id, n.connection_id)
      where n.customer_id <> ${except} and k.status in ('connected', 'not_proven')),
    of_customer as (
      select avg(failed::int)::float8 as share, count(*) as checks from numbered
      where place <= ${CHECKS_OF_A_CUSTOMER} group by customer_id)
    select case when count(*) filter (where share > 0) < ${FAILING_CUSTOMERS} or sum(checks) < 40 then 0 else avg(share) end as share
    from of_customer`);
  return rows[0]?.share ?? 0;
}
