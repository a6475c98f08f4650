import { runIdAt } from "./support/load-runs.ts";
import { startPostgres } from "#db/testing/embedded-postgres.ts";
import { readFileSync } from "node:fs";
import pg from "pg";
import { openDatabaseServer } from "#stack/demo/database-server.ts";
import { loadPeople, withoutChecks } from "./support/load-staff-lists.ts";

for (const n of [1000, 100000]) {
  const folder = `/work/wt/fit/.data/bench/staff-pages-${n}`;
  const b = performance.now();
  const early = await startPostgres({ dataDir: `${folder}/postgres`, keep: true });
  const fix = new pg.Client({ connectionString: early.adminUrl.replace(/postgres$/, "sallyport") });
  await fix.connect();
  for (const [file, sha] of Object.entries(JSON.parse(readFileSync("db/migrations/manifest.json", "utf8")) as Record<string, string>))
    if (/migrations\//.test(file)) await fix.query("update installation.applied_files set sha256 = $2 where file = $1", [file.replace(/^db\//, ""), sha]);
  console.log((await fix.query("select file from installation.applied_files order by 1 limit 3")).rows);
  await fix.end(); await early.stop();
  const server = await openDatabaseServer(folder);
  console.log(n, "open+migrate", performance.now() - b);
  const url = new URL(server.urls.owner);
  const { password } = JSON.parse(readFileSync(`${folder}/postgres.json`, "utf8"));
  const client = new pg.Client({ connectionString: `postgres://postgres:${password}@127.0.0.1:${url.port}/sallyport` });
  await client.connect();
  await client.query("set session_replication_role = replica");
  await client.query(`insert into onboarding (customer_id, invited_at, accepted_at, drafted_at, submitted_at, connected_at)
     select id, created_at, created_at, created_at, created_at, created_at + id_hours * interval '1 h'
     from (select c.*, extract(second from c.created_at)::int % 60 as id_hours from customers c) c on conflict do nothing`);
  await client.query(
    "create table bench_loaded as select id as customer_id, substr(name, 10)::int as n from customers where name ~ '^Customer [0-9]+$'",
  );
  await withoutChecks(client, ["users", "memberships"], () => loadPeople(client));
  await client.query("drop table bench_loaded");
  await withoutChecks(client, ["verification_runs"], async () => void (await client.query(`update verification_runs set id = ${runIdAt("started_at")}`)));
  await client.query("cluster verification_runs using runs_finished");
  await client.query("vacuum analyze verification_runs");
  console.log(
    (await client.query("select (select count(*) from onboarding) o, (select count(*) from users) u")).rows,
    performance.now() - b,
  );
  await client.end();
  await server.stop();
}
