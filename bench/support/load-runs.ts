import { writeFileSync } from "node:fs";
import pg from "pg";
import { installDatabase } from "#db/migrations/install-database.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { say } from "#stack/say.ts";

const DATABASE = "sallyport";

/** A database that is kept between runs of a script, with superuser access and a URL for each role. */
export interface KeptDatabase {
  readonly admin: pg.Pool;
  url(login: string): string;
  stop(): Promise<void>;
}

/** Starts the database in this folder, and installs it if the folder is new. Fsync is on, as in production. */
export async function openKeptDatabase(folder: string): Promise<KeptDatabase> {
  const dataDir = `${folder}/postgres`;
  const postgres = await startPostgres({ dataDir, keep: true, onProgress: say });
  const first = new pg.Client({ connectionString: postgres.adminUrl });
  await first.connect();
  // The server listens on loopback only. Without this, each role would need a password.
  writeFileSync(`${dataDir}/pg_hba.conf`, "host all all 127.0.0.1/32 trust\n");
  await first.query("alter system set max_wal_size = '4GB'");
  await first.query("alter system set checkpoint_timeout = '15min'");
  await first.query("select pg_reload_conf()");
  await first.end();
  const url = (login: string) => `postgres://${login}@127.0.0.1:${postgres.port}/${DATABASE}`;
  await installDatabase({ sp_owner: url("sp_owner") }, { adminUrl: `postgres://postgres@127.0.0.1:${postgres.port}/postgres` });
  const admin = new pg.Pool({ connectionString: url("postgres"), max: 4 });
  admin.on("error", () => undefined);
  return {
    admin,
    url,
    async stop() {
      await admin.end();
      await postgres.stop();
    },
  };
}

export interface Load {
  readonly customers: number;
  readonly connections: number;
  /** Runs of each connection, two a day, the newest now. */
  readonly runsEach: number;
}

/** The probes of a run of a connection that had one rotation. */
const PROBES = "('right', 0), ('none', 1), ('random', 2), ('doubled', 3), ('upper', 4), ('near-miss', 5), ('retired', 6), ('right', 7)";
const MAC = "'v1.k1.' || translate(encode(sha256(convert_to(c.id::text || now()::text, 'UTF8')), 'base64'), '+/=', '-_')";

/**
 * Fills empty tables with connections and their runs, in the order in which a worker would have written them. Triggers are off, and
 * indexes and checks are added after the rows.
 */
export async function loadRuns({ admin }: KeptDatabase, { customers, connections, runsEach }: Load): Promise<void> {
  const client = await admin.connect();
  const step = async (name: string, sql: string) => {
    const began = performance.now();
    const { rowCount } = await client.query(sql);
    say(`${name}: ${rowCount ?? ""} ${((performance.now() - began) / 1000).toFixed(0)} s`);
  };
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'");
    await client.query("set max_parallel_workers_per_gather = 0");
    const restore = await dropChecks(client, ["verification_runs", "verification_probes"]);
    await step("customers", `insert into customers (name) select 'Customer ' || n from generate_series(1, ${customers}) n`);
    await client.query("create table load_connections (c int, customer_id uuid, id uuid, external_id_id uuid, arn_hmac text)");
    await step(
      "connections",
      `with numbered as materialized (select id, row_number() over () - 1 as n from customers)
       insert into load_connections select c, k.id, gen_random_uuid(), gen_random_uuid(), encode(sha256(convert_to('arn' || c, 'UTF8')), 'hex')
       from generate_series(0, ${connections - 1}) c join numbered k on k.n = c % ${customers} order by c`,
    );
    for (let n = 0; n < runsEach; n++)
      await step(
        `runs ${n + 1} of ${runsEach}`,
        `insert into verification_runs (customer_id, id, connection_id, external_id_id, reason, arn_hmac, sandbox, session_name, sts_region,
         planned, retired_total, started_at, lease_until, finished_at, verdict, control, outcome_reason, log_checks, account_id, role_id, template_version, mac, probes_sha256)
       select c.customer_id, ${runIdAt("at")}, c.id, c.external_id_id, 'schedule', c.arn_hmac, true, 'sp-' || substr(translate(c.arn_hmac, '0189', 'abcd'), 1, 20), 'eu-central-1',
         8, 1, at, at, at + interval '700 ms', v, 'ok', case v when 'secure' then 'verified' when 'access-denied' then 'access-denied' when 'inconclusive' then 'throttled' else 'wildcard' end,
         '{"eu-central-1": "works"}', case v when 'secure' then lpad((400000000000 + c.c)::text, 12, '0') else '********' || lpad((c.c % 10000)::text, 4, '0') end,
         case v when 'secure' then 'AROA' || lpad(c.c::text, 17, '0') end, 1, ${MAC}, c.arn_hmac
       from load_connections c
       cross join lateral (select now() - ((${runsEach} - ${n}) * 43200 - c.c * 43200.0 / ${connections}) * interval '1 s' as at,
         case when (c.c * 7 + ${n} * 13) % 200 < 3 then 'inconclusive' when (c.c * 7 + ${n} * 13) % 200 < 5 then 'access-denied'
           when (c.c * 7 + ${n} * 13) % 200 < 6 then 'not-secure' else 'secure' end as v) t order by c.c`,
      );
    await step("probes", probesOf("verification_runs", "verification_probes"));
    for (const statement of restore) await step(statement.slice(0, 90), statement);
    await client.query("analyze verification_runs, load_connections");
    await step(
      "connection rows",
      `insert into connections (customer_id, id, name, regions, status, external_id_id, role_arn, arn_hmac, account_id, role_id, verified_run_id, verified_at, verification_mac, confirm_step, next_check_at)
       select c.customer_id, c.id, 'Production', '{eu-central-1}', case coalesce(l.verdict, 'secure') when 'access-denied' then 'access_denied' when 'not-secure' then 'quarantined' else 'connected' end,
         c.external_id_id, 'sealed', c.arn_hmac, lpad((400000000000 + c.c)::text, 12, '0'), 'AROA' || lpad(c.c::text, 17, '0'), r.id, r.finished_at, null, 3, now() + interval '6 h'
       from load_connections c cross join lateral (select v.verdict from verification_runs v where v.customer_id = c.customer_id and v.connection_id = c.id order by v.started_at desc limit 1) l
       cross join lateral (select v.id, v.finished_at from verification_runs v where v.customer_id = c.customer_id and v.connection_id = c.id and v.verdict = 'secure' order by v.started_at desc limit 1) r`,
    );
    await step(
      "External IDs",
      `insert into external_ids (customer_id, connection_id, id, value, state) select customer_id, id, external_id_id, 'sp-' || gen_random_uuid(), 'current' from load_connections`,
    );
    await client.query("vacuum analyze");
  } finally {
    client.release(true);
  }
}

/** SQL that inserts the probes of all rows of `runs`. */
export function probesOf(runs: string, probes: string): string {
  return `insert into ${probes} (customer_id, run_id, n, name, got, code, request_id, sent_hint, ms, at, mac)
       select c.customer_id, c.id, n, name, got, case got when 'denied' then 'AccessDenied' end, gen_random_uuid(), 'sp-3f2a…9c1' || n, 40 + n, c.started_at + n * interval '80 ms', ${MAC}
       from ${runs} c cross join (values ${PROBES}) p(name, n)
       cross join lateral (select case when c.verdict = 'inconclusive' then 'inconclusive' when name = 'right' then case c.verdict when 'access-denied' then 'denied' else 'allowed' end
         when c.verdict = 'not-secure' and name = 'random' then 'allowed' else 'denied' end as got) g`;
}

/** A UUID of version 7 for a time, as processes make them for runs. */
export function runIdAt(at: string): string {
  return `encode(overlay(set_byte(uuid_send(gen_random_uuid()), 6, 112) placing substring(int8send((extract(epoch from ${at}) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid`;
}

/** Drops checks, keys and indexes. Returns the statements that restore them; checks of loaded rows are skipped. */
export async function dropChecks(client: pg.ClientBase, tables: readonly string[]): Promise<readonly string[]> {
  const { rows: constraints } = await client.query<{ drop: string; restore: string }>(
    `select format('alter table %s drop constraint %I cascade', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s%s', conrelid::regclass, conname, pg_get_constraintdef(oid),
         case when contype in ('c', 'f') and not pg_get_constraintdef(oid) like '%NOT VALID' then ' not valid' else '' end) as restore
     from pg_constraint where conrelid = any ($1::regclass[]) and contype in ('c', 'f', 'p', 'u') order by contype = 'p' desc, contype`,
    [tables],
  );
  const { rows: indexes } = await client.query<{ drop: string; restore: string }>(
    `select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as restore
     from pg_index where indrelid = any ($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`,
    [tables],
  );
  for (const { drop } of [...constraints.toReversed(), ...indexes]) await client.query(drop);
  return [...constraints, ...indexes].map(({ restore }) => restore);
}
