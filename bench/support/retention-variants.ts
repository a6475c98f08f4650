import type pg from "pg";
import { probesOf } from "./load-runs.ts";

/** Where the tables of a variant are. `public` has the product's tables, `partitioned` the same rows in partitions by day. */
export type Variant = "public" | "partitioned";

const DAY_MS = 86_400_000;

/** The smallest UUID of version 7 of a time. */
function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const nameOf = (day: Date) => day.toISOString().slice(0, 10).replaceAll("-", "");

/**
 * Copies the runs into tables that are partitioned by day, by the time in the run's ID, so that primary and foreign keys stay as they
 * are, and makes their probes again. Those of `public` are removed before, because there is no space for both. The unique index `one_open_run` is not possible: a unique index of a partitioned table must contain the ID.
 */
export async function copyIntoPartitions(client: pg.ClientBase, say: (text: string) => void): Promise<void> {
  const step = async (name: string, sql: string) => {
    const began = performance.now();
    await client.query(sql);
    say(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  };
  await client.query("set maintenance_work_mem = '1GB'; set synchronous_commit = off; set max_parallel_workers_per_gather = 0");
  await client.query(`create schema partitioned;
    create table partitioned.verification_runs (like public.verification_runs including defaults including constraints) partition by range (id);
    create table partitioned.verification_probes (like public.verification_probes including defaults including constraints including generated) partition by range (run_id);
    create table partitioned.runs_kept (like public.verification_runs);
    create table partitioned.probes_kept (like public.verification_probes including generated)`);
  for (const day of await daysOf(client)) {
    const [from, to] = [firstIdAt(day), firstIdAt(new Date(day.getTime() + DAY_MS))];
    for (const table of ["verification_runs", "verification_probes"])
      await client.query(
        `create table partitioned.${table}_${nameOf(day)} partition of partitioned.${table} for values from ('${from}') to ('${to}')`,
      );
  }
  await step("copy runs", "insert into partitioned.verification_runs select * from public.verification_runs");
  await client.query("set session_replication_role = replica");
  await step("remove probes", "alter table public.verification_probes disable trigger all; truncate public.verification_probes");
  await step("probes", probesOf("partitioned.verification_runs", "partitioned.verification_probes"));
  await step(
    "indexes",
    `alter table partitioned.verification_runs add primary key (customer_id, id);
     alter table partitioned.verification_probes add primary key (customer_id, run_id, n);
     create index on partitioned.verification_runs (finished_at);
     create index on partitioned.verification_runs (customer_id, connection_id, started_at desc);
     create index on partitioned.verification_runs (customer_id, arn_hmac) where verdict = 'secure';
     create index on partitioned.verification_runs (customer_id, started_at) where reason = 'submit'`,
  );
  await step(
    "foreign key",
    "alter table partitioned.verification_probes add foreign key (customer_id, run_id) references partitioned.verification_runs (customer_id, id)",
  );
  await step("analyze", "analyze partitioned.verification_runs, partitioned.verification_probes");
}

/** The days (UTC) that have runs, oldest first, and tomorrow. */
export async function daysOf(client: pg.ClientBase): Promise<readonly Date[]> {
  const { rows } = await client.query<{ first: Date }>("select min(started_at) as first from public.verification_runs");
  const first = Math.floor((rows[0]?.first ?? new Date()).getTime() / DAY_MS) * DAY_MS;
  const days: Date[] = [];
  for (let at = first; at < Date.now() + DAY_MS; at += DAY_MS) days.push(new Date(at));
  return days;
}

/** Removes one day from the partitions: kept runs and their probes are copied first, then both partitions are dropped. Returns seconds. */
export async function dropDay(client: pg.ClientBase, day: Date): Promise<{ readonly copying: number; readonly dropping: number }> {
  const name = nameOf(day);
  const began = performance.now();
  await client.query(`insert into partitioned.runs_kept select r.* from partitioned.verification_runs_${name} r
    where coalesce((select p.verdict <> r.verdict or date_trunc('day', p.finished_at, 'UTC') <> date_trunc('day', r.finished_at, 'UTC')
      from partitioned.verification_runs p where p.customer_id = r.customer_id and p.connection_id = r.connection_id and p.started_at < r.started_at
      order by p.started_at desc limit 1), true)`);
  const columns = "customer_id, run_id, n, name, got, code, request_id, sent_hint, ms, at, mac";
  await client.query(`insert into partitioned.probes_kept (${columns}) select ${columns.replace(/\w+/g, "p.$&")}
    from partitioned.verification_probes_${name} p join partitioned.runs_kept k on k.customer_id = p.customer_id and k.id = p.run_id`);
  const copied = performance.now();
  await client.query(`drop table partitioned.verification_probes_${name}`);
  await client.query(`alter table partitioned.verification_runs detach partition partitioned.verification_runs_${name}`);
  await client.query(`drop table partitioned.verification_runs_${name}`);
  return { copying: (copied - began) / 1000, dropping: (performance.now() - copied) / 1000 };
}
