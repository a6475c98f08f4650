import { sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";

/** Connections at the end of one day in UTC, by status as displayed. */
export interface DayCount {
  /** "2026-11-30" */
  readonly day: string;
  readonly status: ConnectionStatus;
  readonly connections: number;
}

/** The connections of the last `days` days: at most 8 rows a day. */
export async function staffConnectionDays(tx: Transaction, days: number): Promise<readonly DayCount[]> {
  const { rows } = await tx.execute<{ day: string; status: ConnectionStatus; connections: number }>(sql`
    select day::text as day, case when status = 'connected' and age_hours >= 24 then 'expired' else status end as status,
      sum(connections)::int as connections
    from connections_daily where day > (now() at time zone 'UTC')::date - ${days}::int and status <> 'removed' group by 1, 2 order by 1`);
  return rows;
}

/** Finished verifications of one hour with one verdict. */
export interface HourCount {
  readonly hour: Date;
  readonly verdict: Verdict;
  readonly runs: number;
}

/** The verifications of the last 24 hours, the current one included. */
export async function staffVerificationHours(tx: Transaction): Promise<readonly HourCount[]> {
  const { rows } = await tx.execute<{ hour: string; verdict: Verdict; runs: number }>(sql`
    select hour, verdict, sum(runs)::int as runs from verifications_hourly
    where hour > date_trunc('hour', now(), 'UTC') - interval '24 h' group by 1, 2 order by 1`);
  return rows.map(({ hour, ...row }) => ({ ...row, hour: new Date(hour) }));
}

/** Customers that were invited in a time and reached this step last, with the hours until they were connected (else -1). */
export interface OnboardingCount {
  readonly step: "invited" | "accepted" | "drafted" | "submitted" | "connected";
  readonly hours: number;
  readonly customers: number;
}

export async function staffOnboarding(tx: Transaction, days: number): Promise<readonly OnboardingCount[]> {
  const { rows } = await tx.execute<{ step: OnboardingCount["step"]; hours: number; customers: number }>(sql`
    select step, hours, sum(customers)::int as customers from onboarding_daily
    where day > (now() at time zone 'UTC')::date - ${days}::int group by 1, 2 order by 1, 2`);
  return rows;
}

/** Calls to AWS that were taken from a budget, by hour. */
export interface CallCount {
  readonly hour: Date;
  readonly service: "sts" | "logs";
  readonly region: string;
  readonly calls: number;
}

/** The calls of the last 24 hours. */
export async function staffCallHours(tx: Transaction): Promise<readonly CallCount[]> {
  const { rows } = await tx.execute<{ hour: string; service: "sts" | "logs"; region: string; calls: string }>(sql`
    select hour, service, region, calls::text as calls from calls_hourly
    where hour > date_trunc('hour', now(), 'UTC') - interval '24 h'`);
  return rows.map(({ hour, calls, ...row }) => ({ ...row, hour: new Date(hour), calls: Number(calls) }));
}

/** How many workers were active in the last minute, and the last sign of any. */
export async function staffWorkers(tx: Transaction): Promise<{ readonly active: number; readonly lastSeenAt: Date | null }> {
  const { rows } = await tx.execute<{ active: number; last: string | null }>(
    sql`select count(*) filter (where beat_at > now() - interval '60 s' and ended_at is null)::int as active, max(beat_at) as last from worker_heartbeats`,
  );
  const last = rows[0]?.last ?? null;
  return { active: rows[0]?.active ?? 0, lastSeenAt: last === null ? null : new Date(last) };
}

/** The canary check of the newest closed run that has one, and when the run ended; null before the first. */
export async function staffCanary(
  tx: Transaction,
): Promise<{ readonly control: "ok" | "failed" | "not-configured"; readonly at: Date } | null> {
  const { rows } = await tx.execute<{ control: "ok" | "failed" | "not-configured"; finished_at: string }>(
    sql`select control, finished_at from verification_runs where finished_at is not null and control is not null order by finished_at desc limit 1`,
  );
  const [row] = rows;
  return row === undefined ? null : { control: row.control, at: new Date(row.finished_at) };
}
