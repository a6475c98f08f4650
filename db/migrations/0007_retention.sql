-- What stays of a verification whose probes were deleted, how far deletion and counting have come, and the counts.
-- kind: expand

-- `probes_sha256` is the digest of the probes as they were when the run was closed. The MAC of the run and its row of the audit
-- cover it, so both can be checked when the probes are gone. `probe_summary` is what the session history shows of them.
alter table verification_runs add column probes_sha256 text;
alter table verification_runs add column probes_deleted_at timestamptz;
alter table verification_runs add column probe_summary jsonb;
alter table verification_runs add constraint run_probes_sha256 check (
  probes_sha256 is null or (probes_sha256 ~ '^[0-9a-f]{64}$' and finished_at is not null)
);
alter table verification_runs add constraint run_probe_summary check (
  num_nulls(probes_deleted_at, probe_summary) in (0, 2)
    and (probe_summary is null or (jsonb_typeof(probe_summary) = 'object' and finished_at is not null and probe_summary::text !~* 'arn:'))
);

-- How far each task of the worker that works through rows has come. `reached` is the time of the last row, `reached_id` its ID.
create table retention_progress (
  task text primary key,
  reached timestamptz not null default '-infinity',
  reached_id uuid not null default '00000000-0000-0000-0000-000000000000',
  next_at timestamptz,
  constraint retention_task check (task in ('probes', 'runs', 'verifications', 'connections', 'onboarding'))
);

-- Finished verifications and their planned calls to AWS STS, by hour, verdict and Region.
create table verifications_hourly (
  hour timestamptz not null,
  verdict text not null,
  region text not null,
  runs int not null,
  calls int not null,
  constraint verifications_hourly_pk primary key (hour, verdict, region),
  constraint verifications_hourly_hour check (hour = date_trunc('hour', hour, 'UTC')),
  constraint verifications_hourly_counts check (runs > 0 and calls >= 0)
);

-- Connections at the end of each day in UTC (today: so far), by status and by the full hours since the last verification: 0 to
-- 47, 48 for more, -1 for none.
create table connections_daily (
  day date not null,
  status text not null,
  age_hours smallint not null,
  connections int not null,
  counted_at timestamptz not null,
  constraint connections_daily_pk primary key (day, status, age_hours),
  constraint connections_daily_age check (age_hours between -1 and 48),
  constraint connections_daily_counts check (connections > 0)
);

-- When each customer was added (which invites its first owner) and reached each step for the first time. Kept when the runs that
-- show it are deleted.
create table onboarding (
  customer_id uuid primary key,
  invited_at timestamptz not null,
  accepted_at timestamptz,
  drafted_at timestamptz,
  submitted_at timestamptz,
  connected_at timestamptz,
  constraint onboarding_of_customer foreign key (customer_id) references customers (id)
);
create index onboarding_invited on onboarding (invited_at);

-- Customers by the day (UTC) on which they were invited, the last step that they reached, and the full hours from the invitation
-- to the first connection: 0 to 2160, or -1 before it.
create table onboarding_daily (
  day date not null,
  step text not null,
  hours smallint not null,
  customers int not null,
  constraint onboarding_daily_pk primary key (day, step, hours),
  constraint onboarding_daily_step check (step in ('invited', 'accepted', 'drafted', 'submitted', 'connected')),
  constraint onboarding_daily_hours check (hours between -1 and 2160 and (hours >= 0) = (step = 'connected')),
  constraint onboarding_daily_counts check (customers > 0)
);

-- Calls that were taken from a budget: of AWS STS by Region, and of CloudWatch Logs by Region, by hour.
create table calls_hourly (
  hour timestamptz not null,
  service text not null,
  region text not null,
  calls bigint not null,
  constraint calls_hourly_pk primary key (hour, service, region),
  constraint calls_hourly_hour check (hour = date_trunc('hour', hour, 'UTC')),
  constraint calls_hourly_service check (service in ('sts', 'logs')),
  constraint calls_hourly_counts check (calls > 0)
);

-- How many of the calls below are counted in calls_hourly.
create table calls_counted (
  service text not null,
  region text not null,
  calls bigint not null,
  constraint calls_counted_pk primary key (service, region)
);
alter table sts_regions add column calls_taken bigint not null default 0;
alter table log_quotas add column calls_taken bigint not null default 0;
