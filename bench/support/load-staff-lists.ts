import type pg from "pg";
import { dropChecks, runIdAt } from "./load-runs.ts";

export interface Size {
  readonly customers: number;
  readonly connectionsEach: number;
  /** Of all connections together, one every twelve hours for each. */
  readonly runs: number;
  /** Of all customers together. */
  readonly auditEvents: number;
}

const STATUS = `case when k.n % 500 = 0 then 'quarantined' when k.n % 100 = 1 then 'access_denied' when k.n % 50 = 2 then 'expired'
  when k.n % 30 = 3 then 'draft' else 'connected' end`;

/**
 * Fills an empty database with customers, connections, runs and audit events, past the triggers, which would take a day for millions of rows.
 * Keys, checks and indexes are created after the rows.
 */
export async function loadFleet(client: pg.Client, { customers, connectionsEach, runs, auditEvents }: Size): Promise<void> {
  await client.query("set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'");
  await client.query("create table bench_loaded as select n, new_id() as customer_id from generate_series(1, $1::int) n", [customers]);
  await withoutChecks(client, ["customers", "customer_summaries", "connections"], () => loadConnections(client, connectionsEach));
  await withoutChecks(client, ["verification_runs"], async () => {
    await client.query(
      `insert into verification_runs (id, customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, sts_region, planned, started_at,
         finished_at, verdict, control)
       select ${runIdAt("(k.verified_at - i * interval '12 h')")}, k.customer_id, k.id, k.external_id_id, 'schedule', k.arn_hmac, true, 'eu-central-1', 8, k.verified_at - i * interval '12 h',
         k.verified_at - i * interval '12 h', case when (k.account_id::bigint + i) % 200 = 0 then 'access-denied' else 'inconclusive' end, 'ok'
       from generate_series(0, round($1::numeric / (select count(*) from connections where verified_at is not null))::int - 1) i, connections k
       where k.verified_at is not null order by k.verified_at - i * interval '12 h'`,
      [runs],
    );
  });
  await loadAudit(client, Math.round(auditEvents / customers));
  await withoutChecks(client, ["users", "memberships"], () => loadPeople(client));
  // Customers that are connected are not counted again. A worker that runs meanwhile may have counted some already.
  await client.query(
    `insert into onboarding (customer_id, invited_at, accepted_at, drafted_at, submitted_at, connected_at)
     select id, created_at, created_at, created_at, created_at, created_at + id_hours * interval '1 h'
     from (select c.*, extract(second from c.created_at)::int % 60 as id_hours from customers c) c
     on conflict (customer_id) do update set accepted_at = excluded.accepted_at, drafted_at = excluded.drafted_at,
       submitted_at = excluded.submitted_at, connected_at = excluded.connected_at`,
  );
  await client.query("drop table bench_loaded");
  await client.query("vacuum analyze");
}

/**
 * The chains of all customers. Their hashes are right, because the worker verifies all chains, and would raise an alert for each chain during
 * the measurement.
 */
async function loadAudit(client: pg.Client, eventsEach: number): Promise<void> {
  await client.query(`create function bench_chain(n int, customer text, connection text, events int) returns setof audit_events language plpgsql as $$
    declare
      e audit_events;
      prev bytea := '';
    begin
      e.chain := customer;
      for i in 1..events loop
        e.seq := i;
        e.at := now() - (events + 1 - i) * interval '1 h' - (n % 3600) * interval '1 s';
        e.event := case i % 4 when 0 then 'run.closed' when 1 then 'run.started' when 2 then 'logs.opened' else 'connection.renamed' end;
        e.actor := case i % 4 when 2 then 'user:' || customer else 'system:worker' end;
        e.attributes := case i % 4 when 0 then jsonb_build_object('connection', connection, 'run', gen_random_uuid(), 'verdict',
            case when (n + i) % 800 = 0 then 'not-secure' else 'secure' end)
          else jsonb_build_object('connection', connection) end;
        e.hash := audit_hash(prev, e);
        prev := e.hash;
        return next e;
      end loop;
    end $$`);
  await withoutChecks(client, ["audit_events"], async () => {
    await client.query(
      `insert into audit_events (chain, seq, at, event, actor, attributes, hash)
       select e.chain, e.seq, e.at, e.event, e.actor, e.attributes, e.hash
       from (select l.n, l.customer_id, min(k.id::text) as connection_id from bench_loaded l join connections k on k.customer_id = l.customer_id
         group by 1, 2) k, bench_chain(k.n, k.customer_id::text, k.connection_id, $1) e`,
      [eventsEach],
    );
  });
  // Without the heads of its chains the database would refuse each further event, and so every act.
  await client.query(
    `insert into audit_heads (chain, seq, hash)
     select e.chain, e.seq, e.hash from bench_loaded l join audit_events e on e.chain = l.customer_id::text and e.seq = $1
     on conflict do nothing`,
    [eventsEach],
  );
  await client.query("drop function bench_chain");
}

async function loadConnections(client: pg.Client, connectionsEach: number): Promise<void> {
  await client.query(
    "insert into customers (id, name, created_at) select customer_id, 'Customer ' || n, now() - (n % 400) * interval '1 day' from bench_loaded",
  );
  await client.query(
    "insert into customer_summaries (customer_id, sort_name, worst) select customer_id, 'customer ' || n, 7 from bench_loaded",
  );
  await client.query(
    `insert into connections (customer_id, name, regions, external_id_id, status, reason, verified_at, verified_run_id, account_id, role_id, role_arn,
       arn_hmac, log_access, offered_template_version, offered_log_access, quarantined_at)
     select k.customer_id, 'Connection ' || k.n, array[(array['eu-central-1', 'us-east-1', 'eu-west-1', 'us-west-2'])[1 + k.n % 4]], gen_random_uuid(), k.status,
       case when k.status = 'quarantined' then 'any-id' end, v.at, case when v.at is not null then gen_random_uuid() end,
       (400000000000 + k.n)::text, 'AROABENCH' || lpad(k.n::text, 12, '0'), 'sealed', encode(sha256(k.n::text::bytea), 'hex'), v.access,
       case when v.at is not null then case when k.n % 10000 = 1 then 2 else 3 end end, case when v.at is not null then v.access end, case when k.status = 'quarantined' then now() end
     from (select l.customer_id, k.n, ${STATUS} as status from bench_loaded l,
       lateral (select (l.n - 1) * $1::int + i as n from generate_series(1, $1::int) i) k) k,
     lateral (select case when k.status = 'expired' then now() - interval '26 h' when k.status <> 'draft' then now() - (k.n % 720) * interval '1 min' end as at,
       (array['browse', 'query', 'live-tail'])[1 + k.n % 3] as access) v`,
    [connectionsEach],
  );
}

/** Two people for each customer. */
async function loadPeople(client: pg.Client): Promise<void> {
  await client.query(
    `create table bench_people as select new_id() as id, l.customer_id, l.n, i from bench_loaded l, generate_series(1, 2) i`,
  );
  await client.query(
    `insert into users (id, name, email, last_sign_in_at)
     select id, 'Person ' || n || '-' || i, 'person-' || n || '-' || i || '@customer.example', case when n % 5 > 0 then now() - (n % 9000) * interval '1 min' end
     from bench_people`,
  );
  await client.query(
    `insert into memberships (customer_id, user_id, role, created_at)
     select customer_id, id, case i when 1 then 'owner' else 'member' end, now() - (n % 400) * interval '1 day' from bench_people`,
  );
  await client.query("drop table bench_people");
}

/** Drops keys, checks and indexes of tables, and creates them again after `work`, which is ten times as fast as with them. */
async function withoutChecks(client: pg.Client, tables: readonly string[], work: () => Promise<void>): Promise<void> {
  const restore = await dropChecks(client, tables);
  await work();
  for (const statement of restore) await client.query(statement);
  for (const table of tables) await client.query(`analyze ${table}`);
}

/** Moves the last verifications of data that was loaded `hours` ago, so that they are as old as when it was loaded. */
export async function refreshFleet(client: pg.Client, hours: number): Promise<void> {
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  await client.query("update connections set verified_at = verified_at + $1 * interval '1 h' where verified_at is not null", [hours]);
  await client.query("vacuum analyze connections");
}
