import { randomInt, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import pg from "pg";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { countDays, countHours } from "#lib/connections/retention/count-for-overview.ts";
import { say } from "#stack/say.ts";
import { type KeptDatabase, loadRuns, openKeptDatabase } from "./support/load-runs.ts";
import { copyIntoPartitions, daysOf, dropDay, type Variant } from "./support/retention-variants.ts";
import { quantile } from "./support/spread.ts";

/**
 * Compares two ways to delete old probes, at 40 million of them: today's tables pruned in steps, and partitions by day. Not part of
 * `npm run bench`, because loading takes from 15 minutes to an hour and 18 GB. Each step is one call, `node bench/retention.ts STEP [partitioned]`, with
 * `load`, `read`, `insert`, `prune` and `counts` for today's tables, then `copy` and the first two again and `drop-day` for partitions, and
 * `remove`.
 */
const FOLDER = process.env["BENCH_RETENTION_FOLDER"] ?? ".data/bench/retention";
const CONNECTIONS = Number(process.env["BENCH_CONNECTIONS"] ?? 300_000);
/** Two a day, of eight and a half days. */
const RUNS_EACH = Number(process.env["BENCH_RUNS_EACH"] ?? 17);
const SAMPLES = 300;
/** Steps of 500 runs to prune; a day has 1,200 at full size. */
const STEPS = Number(process.env["BENCH_STEPS"] ?? 1200);
const worker = { kind: "system", task: "worker" } as const;

const spread = (name: string, ms: readonly number[]) => {
  const [p50, p95, most] = [0.5, 0.95, 1].map((q) => quantile(ms, q).toFixed(2));
  say(`${name}: p50 ${p50} ms, p95 ${p95} ms, max ${most} ms (n ${ms.length})`);
};
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * The CPU time in seconds that the server's processes of these logins have used, so that a figure does not depend on what else the
 * machine does. Linux only.
 */
async function cpuOf({ admin }: KeptDatabase, login: "postgres" | "sp_worker"): Promise<number> {
  const { rows } = await admin.query("select pid from pg_stat_activity where usename = $1 and backend_type = 'client backend'", [login]);
  const ticks = rows.map(({ pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((all, one) => all + one, 0) / 100;
}

async function withClient<T>({ admin }: KeptDatabase, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await admin.connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}

/** What a customer's page of a connection, a report and staff's page of a customer read. */
const READS: Readonly<Record<string, string>> = {
  "connection page, 20 runs with probes": `with newest as materialized (select * from verification_runs where customer_id = $1 and connection_id = $2 order by started_at desc limit 20)
    select (select count(*) from (select * from newest) r), (select count(got) from verification_probes p where p.customer_id = $1 and p.run_id in (select id from newest))`,
  "verification report, with the one before": `with run as materialized (select * from verification_runs where customer_id = $1 and connection_id = $2 order by started_at desc offset 9 limit 1),
    before as materialized (select r.* from verification_runs r, run where r.customer_id = $1 and r.connection_id = $2 and r.started_at < run.started_at and r.verdict is not null order by r.started_at desc limit 1)
    select count(got) from verification_probes p where p.customer_id = $1 and p.run_id in (select id from run union all select id from before)`,
  "staff page of a customer, 5 runs of each of 100 connections": `select r.id, (select count(got) from verification_probes p where p.customer_id = k.customer_id and p.run_id = r.id)
    from connections k cross join lateral (select v.id, v.started_at from verification_runs v where v.customer_id = k.customer_id and v.connection_id = k.id and $2::uuid is not null
      order by v.started_at desc nulls first limit 5) r where k.customer_id = $1 order by r.started_at desc limit 25`,
};

async function someConnections(client: pg.PoolClient, n: number): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await client.query("select customer_id, id from load_connections where c = any ($1)", [
    Array.from({ length: n }, () => randomInt(0, CONNECTIONS)),
  ]);
  return rows.map((row) => [row.customer_id, row.id] as const);
}

async function read(database: KeptDatabase, client: pg.PoolClient, variant: Variant, label = ""): Promise<void> {
  await client.query(`set search_path = ${variant}, public`);
  for (const [name, text] of Object.entries(READS)) {
    const ms: number[] = [];
    const before = await cpuOf(database, "postgres");
    for (const ids of await someConnections(client, SAMPLES))
      ms.push(await timed(() => client.query({ name: `${variant} ${name}`.slice(0, 60), text, values: [...ids] })));
    const cpu = (1000 * ((await cpuOf(database, "postgres")) - before)) / ms.length;
    spread(`${variant}${label}: ${name}, ${cpu.toFixed(2)} ms of CPU`, ms);
  }
}

const PROBES = ["right", "none", "random", "doubled", "upper", "near-miss", "retired", "right"];

/** Writes verifications as a worker does, without the triggers, which both variants need alike: open, probes, close. */
async function insert(database: KeptDatabase, client: pg.PoolClient, variant: Variant, triggers: boolean): Promise<void> {
  await client.query(
    `set search_path = ${variant}, public; set session_replication_role = ${triggers ? "origin" : "replica"}; set synchronous_commit = on`,
  );
  const ms: number[] = [];
  const before = await cpuOf(database, "postgres");
  for (const [customer, connection] of await someConnections(client, SAMPLES)) {
    const id =
      Date.now()
        .toString(16)
        .padStart(12, "0")
        .replace(/^(.{8})/, "$1-") + randomUUID().slice(13).replace("-4", "-7");
    const values = PROBES.map(
      (name, n) =>
        `('${customer}', '${id}', ${n}, '${name}', '${name === "right" ? "allowed" : "denied"}', ${name === "right" ? "null" : "'AccessDenied'"}, '${randomUUID()}', 'sp-3f2a…9c1', 50)`,
    );
    ms.push(
      await timed(async () => {
        await client.query("begin");
        await client.query(
          `insert into verification_runs (customer_id, id, connection_id, external_id_id, reason, arn_hmac, sandbox, sts_region, planned)
           select customer_id, $3, id, external_id_id, 'schedule', arn_hmac, true, 'eu-central-1', 8 from connections where customer_id = $1 and id = $2`,
          [customer, connection, id],
        );
        await client.query(
          `insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, sent_hint, ms) values ${values.join(", ")}`,
        );
        await client.query(
          `update verification_runs set verdict = 'secure', finished_at = now(), control = 'ok', account_id = '222222222222', role_id = 'AROA1' where customer_id = $1 and id = $2`,
          [customer, id],
        );
        await client.query("commit");
      }),
    );
  }
  const cpu = (1000 * ((await cpuOf(database, "postgres")) - before)) / ms.length;
  spread(`${variant}: insert of a verification${triggers ? ", with triggers" : ""}, ${cpu.toFixed(2)} ms of CPU`, ms);
}

/** Prunes the oldest runs, at full size one day of them, in steps of 500, and reads the pages meanwhile. */
async function prune(database: KeptDatabase, client: pg.PoolClient): Promise<void> {
  // The rows are eight days old, so the minimum of the database is lowered for this measurement.
  await client.query(
    "create or replace function public.retention_minimums(out probe_days int, out run_days int) language sql immutable set search_path = pg_catalog, public, pg_temp as 'select 1, 90'",
  );
  const asWorker = new pg.Client({ connectionString: database.url("sp_worker") });
  await asWorker.connect();
  const one = async (days: number) => {
    const ms: number[] = [];
    let deleted = 0;
    let runs = 0;
    for (let left = true; left && ms.length < STEPS; ) {
      ms.push(
        await timed(async () => {
          const { rows } = await asWorker.query("select runs_read, deleted from prune_probes($1, 500)", [days]);
          deleted += rows[0].deleted;
          runs += rows[0].runs_read;
          left = rows[0].runs_read === 500;
        }),
      );
    }
    return { ms, deleted, runs };
  };
  // The middle is noon (UTC) of the second day: before it each run is the first of its day and kept, after it the second and pruned.
  await client.query(
    `insert into retention_progress (task, reached) select 'probes', date_trunc('day', min(finished_at) + interval '1 day', 'UTC') + interval '12 hours' - $1::float8 * interval '12 hours'
     from verification_runs on conflict (task) do update set reached = excluded.reached, reached_id = excluded.reached_id`,
    [(STEPS * 500) / (2 * CONNECTIONS)],
  );
  const cpuBefore = await cpuOf(database, "sp_worker");
  const wal = async () => Number((await client.query("select pg_current_wal_lsn() - '0/0' as at")).rows[0].at);
  const before = await wal();
  const began = performance.now();
  const pruning = one(6);
  await withClient(database, (other) => read(database, other, "public", ", while pruning"));
  const { ms, deleted, runs } = await pruning;
  const cpu = (await cpuOf(database, "sp_worker")) - cpuBefore;
  await asWorker.end();
  const seconds = (performance.now() - began) / 1000;
  say(
    `public: pruned: ${runs} runs, ${deleted} probes in ${seconds.toFixed(0)} s, ${cpu.toFixed(1)} s of CPU, ${(((await wal()) - before) / 1e6).toFixed(0)} MB of WAL`,
  );
  spread("public: one step of 500 runs", ms);
  say(`public: vacuum ${((await timed(() => client.query("vacuum verification_probes, verification_runs"))) / 1000).toFixed(0)} s`);
}

/** What the counts cost the worker and the database. */
async function counts(database: KeptDatabase): Promise<void> {
  const signal = new AbortController().signal;
  for (let first = 0; first < 2; first++)
    say(
      `counts: first turns ${((await timed(() => countHours(worker, signal))) / 1000).toFixed(1)} s, ${((await timed(() => countDays(worker, signal))) / 1000).toFixed(1)} s`,
    );
  const cpu = async (times: number, turn: () => Promise<unknown>) => {
    const before = await cpuOf(database, "sp_worker");
    for (let n = 0; n < times; n++) await turn();
    return ((await cpuOf(database, "sp_worker")) - before) / times;
  };
  const [hourCpu, dayCpu] = [await cpu(20, () => countHours(worker, signal)), await cpu(10, () => countDays(worker, signal))];
  const hours: number[] = [];
  const days: number[] = [];
  for (let n = 0; n < 30; n++) hours.push(await timed(() => countHours(worker, signal)));
  for (let n = 0; n < 10; n++) days.push(await timed(() => countDays(worker, signal)));
  spread("counts: one turn by hour, once a minute", hours);
  spread("counts: one turn by day, every ten minutes", days);
  const share = hourCpu / 60 + dayCpu / 600;
  say(
    `counts: CPU of a turn ${(1000 * hourCpu).toFixed(0)} ms and ${(1000 * dayCpu).toFixed(0)} ms: ${(100 * share).toFixed(2)} % of a core`,
  );
}

const [step, variant = "public"] = process.argv.slice(2) as [string?, Variant?];
if (step === "remove") rmSync(FOLDER, { recursive: true, force: true });
else {
  mkdirSync(FOLDER, { recursive: true, mode: 0o755 });
  const database = await openKeptDatabase(FOLDER);
  openDatabase({ worker: new Secret(database.url("sp_worker")) });
  try {
    await withClient(database, async (client) => {
      if (step === "load") await loadRuns(database, { customers: CONNECTIONS / 100, connections: CONNECTIONS, runsEach: RUNS_EACH });
      else if (step === "copy") await copyIntoPartitions(client, say);
      else if (step === "read") for (let n = 0; n < 3; n++) await read(database, client, variant);
      else if (step === "insert") {
        for (let n = 0; n < 3; n++) await insert(database, client, variant, false);
        if (variant === "public") await insert(database, client, variant, true);
      } else if (step === "prune") await prune(database, client);
      else if (step === "drop-day") {
        const [, day] = await daysOf(client);
        const before = await cpuOf(database, "postgres");
        if (day !== undefined) say(JSON.stringify(await dropDay(client, day)));
        say(`partitioned: ${((await cpuOf(database, "postgres")) - before).toFixed(1)} s of CPU`);
      } else if (step === "counts") await counts(database);
      else say(`Unknown step: ${step}.`);
    });
  } finally {
    await closeDatabase();
    await database.stop();
  }
}
