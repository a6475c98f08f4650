import type pg from "pg";

interface Size {
  /** Customers with numbers from `from` (exclusive) to `to` are added. */
  readonly from: number;
  readonly to: number;
  readonly connectionsEach: number;
  readonly runsEach: number;
  readonly auditEach: number;
}

const STATUS = `case when k.n % 500 = 0 then 'quarantined' when k.n % 100 = 1 then 'access_denied' when k.n % 50 = 2 then 'expired'
  when k.n % 30 = 3 then 'draft' else 'connected' end`;

/** Inserts customers with connections, runs and audit events past the triggers, which would take a day for millions of rows. */
export async function loadFleet(client: pg.Client, { from, to, connectionsEach, runsEach, auditEach }: Size): Promise<void> {
  await client.query("begin; set local session_replication_role = replica; set local synchronous_commit = off");
  await client.query("create temporary table loaded (n int, customer_id uuid) on commit drop");
  await client.query("insert into loaded select n, new_id() from generate_series($1::int + 1, $2::int) n", [from, to]);
  await client.query("insert into customers (id, name) select customer_id, 'Customer ' || n from loaded");
  await client.query("insert into customer_summaries (customer_id, sort_name, worst) select customer_id, 'customer ' || n, 7 from loaded");
  await client.query(
    `with people as (insert into users (name, email, last_sign_in_at) select 'Person ' || n, 'person-' || n || '@bench.example', now() - n * interval '1 min' from loaded
       returning id, name)
     insert into memberships (customer_id, user_id, role) select l.customer_id, p.id, 'owner' from people p join loaded l on p.name = 'Person ' || l.n`,
  );
  await client.query(
    `insert into connections (customer_id, name, regions, external_id_id, status, reason, verified_at, verified_run_id, account_id, role_id, role_arn,
       arn_hmac, log_access, offered_template_version, offered_log_access, quarantined_at)
     select k.customer_id, 'Connection ' || k.n, array[(array['eu-central-1', 'us-east-1', 'eu-west-1', 'us-west-2'])[1 + k.n % 4]], gen_random_uuid(), k.status,
       case when k.status = 'quarantined' then 'any-id' end, v.at, case when v.at is not null then gen_random_uuid() end,
       (400000000000 + k.n)::text, 'AROABENCH' || lpad(k.n::text, 12, '0'), 'sealed', encode(sha256(k.n::text::bytea), 'hex'), v.access,
       case when v.at is not null then case when k.n % 10000 = 1 then 2 else 3 end end, case when v.at is not null then v.access end, case when k.status = 'quarantined' then now() end
     from (select l.customer_id, k.n, ${STATUS} as status from loaded l,
       lateral (select (l.n - 1) * $1::int + i as n from generate_series(1, $1::int) i) k) k,
     lateral (select case when k.status = 'expired' then now() - interval '26 h' when k.status <> 'draft' then now() - (k.n % 720) * interval '1 min' end as at,
       (array['browse', 'query', 'live-tail'])[1 + k.n % 3] as access) v`,
    [connectionsEach],
  );
  await client.query(
    `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, sts_region, planned, started_at, finished_at,
       verdict, control)
     select k.customer_id, k.id, k.external_id_id, 'schedule', k.arn_hmac, false, 'eu-central-1', 8, k.verified_at - i * interval '12 h', k.verified_at - i * interval '12 h',
       'access-denied', 'ok'
     from connections k join loaded l on l.customer_id = k.customer_id, generate_series(1, $1::int) i where k.verified_at is not null`,
    [runsEach],
  );
  await client.query(
    `insert into audit_events (chain, seq, at, event, actor, attributes, hash)
     select l.customer_id::text, i, now() - (l.n % 40000) * interval '1 min' - i * interval '7 s',
       case i % 4 when 0 then 'run.closed' when 1 then 'run.started' when 2 then 'logs.opened' else 'connection.renamed' end, 'system:worker',
       case i % 4 when 0 then jsonb_build_object('verdict', case when l.n % 200 = 0 then 'not-secure' else 'secure' end) else '{}' end, ''
     from loaded l, generate_series(1, $1::int) i`,
    [auditEach],
  );
  await client.query("commit");
  await client.query("vacuum analyze customers, customer_summaries, users, memberships, connections, verification_runs, audit_events");
}
