-- Verification runs, their probes, and the limits of calls to AWS STS.
-- kind: baseline

-- A verification. Account and role are stored only if it was secure; otherwise the account is masked.
create table verification_runs (
  customer_id uuid not null,
  id uuid not null default new_id(),
  connection_id uuid not null,
  external_id_id uuid not null,
  reason text not null,
  requested_by uuid,
  arn_hmac text not null,
  sandbox boolean not null,
  session_name text,
  sts_region text,
  planned int,
  retired_total int,
  started_at timestamptz not null default now(),
  lease_until timestamptz not null default now() + interval '30 s',
  finished_at timestamptz,
  verdict text,
  control text,
  outcome_reason text,
  log_checks jsonb,
  account_id text,
  role_id text,
  template_version int,
  mac text,
  constraint verification_runs_customer_id_id_pk primary key (customer_id, id),
  constraint run_reason check (reason in ('submit', 'recheck', 'schedule', 'rotation', 'confirm', 'staff')),
  constraint run_verdict check (verdict in ('secure', 'not-secure', 'access-denied', 'inconclusive', 'lost')),
  constraint run_template_version check (template_version between 1 and 9999),
  constraint run_closed_completely check (num_nulls(finished_at, verdict) in (0, 2)),
  constraint run_arn_hmac check (arn_hmac ~ '^[0-9a-f]{64}$'),
  constraint run_session_name check (session_name ~ '^sp-[a-z2-7]{20}$'),
  constraint run_sts_region check (sts_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint run_control check (control is null or (control in ('ok', 'failed', 'not-configured') and finished_at is not null)),
  constraint run_control_carries check (control is distinct from 'failed' or verdict in ('not-secure', 'inconclusive', 'lost')),
  constraint run_secure_has_control check (verdict <> 'secure' or (control is not null and control in ('ok', 'not-configured'))),
  constraint run_outcome_reason check (
    outcome_reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,199}$' and outcome_reason !~* 'arn:' and outcome_reason !~ '[0-9]{12}'
  ),
  constraint run_log_checks check (
    jsonb_typeof(log_checks) = 'object'
      and not jsonb_path_exists(
        log_checks,
        '$.keyvalue() ? (!(@.key like_regex "^[a-z0-9-]{1,30}$") || !(@.value == "works" || @.value == "denied" || @.value == "no-groups" || @.value == "inconclusive"))'
      )
  ),
  constraint run_masked_unless_secure check (
    coalesce(verdict = 'secure' and account_id ~ '^[0-9]{12}$' and role_id ~ '^AROA', false)
      or verdict is distinct from 'secure' and role_id is null and coalesce(account_id ~ '^\*{8}[0-9]{4}$', true)
  ),
  constraint run_mac check (mac is null or (mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$' and finished_at is not null)),
  constraint run_of_external_id foreign key (customer_id, connection_id, external_id_id)
    references external_ids (customer_id, connection_id, id)
);
create unique index one_open_run on verification_runs (customer_id, connection_id) where finished_at is null;
create index runs_finished on verification_runs (finished_at);
create index runs_newest on verification_runs (customer_id, connection_id, started_at desc);
create index runs_secure on verification_runs (customer_id, arn_hmac) where verdict = 'secure';
create index runs_submitted on verification_runs (customer_id, started_at) where reason = 'submit';

-- The calls of a run and how AWS answered.
create table verification_probes (
  customer_id uuid not null,
  run_id uuid not null,
  n int not null,
  name text not null,
  expected text generated always as (case name when 'right' then 'allowed' when 'retiring' then 'either' else 'denied' end) stored,
  got text not null,
  code text,
  request_id text,
  sent_hint text,
  ms int,
  at timestamptz not null default now(),
  mac text,
  constraint verification_probes_customer_id_run_id_n_pk primary key (customer_id, run_id, n),
  constraint probe_name check (
    name in (
      'right', 'none', 'doubled', 'upper', 'near-miss', 'random', 'retired', 'retiring', 'outside-principal', 'second-principal'
    )
  ),
  constraint probe_got check (got in ('allowed', 'denied', 'inconclusive')),
  constraint probe_code check (code ~ '^[A-Za-z0-9.:_-]{1,80}$' and code !~* 'arn:'),
  constraint probe_request_id check (request_id ~ '^[A-Za-z0-9-]{1,128}$'),
  constraint probe_sent_hint check (
    char_length(sent_hint) <= 64
      and sent_hint !~ '[[:cntrl:]]'
      and sent_hint !~* 'sp-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
  ),
  constraint probe_mac check (mac ~ '^v1\.[a-z0-9]{1,16}\.[A-Za-z0-9_-]{43}$'),
  constraint probe_of_run foreign key (customer_id, run_id) references verification_runs (customer_id, id)
);

-- The bucket of calls and the circuit breaker of each Region.
create table sts_regions (
  region text primary key,
  paid_until timestamptz not null,
  broken_at timestamptz,
  trial_at timestamptz,
  background_until timestamptz,
  background_waits_until timestamptz,
  constraint sts_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$')
);

-- One customer's share of the calls to AWS STS, by Region. Unlogged like the other counters of seconds.
create unlogged table sts_shares (
  customer_id uuid not null,
  region text not null,
  paid_until timestamptz not null,
  constraint sts_shares_customer_id_region_pk primary key (customer_id, region),
  constraint sts_share_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint sts_share_of_customer foreign key (customer_id) references customers (id)
);
