-- Queries of CloudWatch Logs Insights that people run, what they cost, and the queries that they save.
-- kind: expand

-- A query of CloudWatch Logs Insights that a person runs. Its row is written before AWS is called. The result is never stored.
create table log_queries (
  customer_id uuid not null,
  id uuid not null default new_id(),
  connection_id uuid not null,
  user_id uuid,
  region text not null,
  log_groups text[] not null,
  range_from timestamptz not null,
  range_to timestamptz not null,
  query_text text not null,
  query_sha256 text not null,
  infrequent boolean not null default false,
  expected_bytes bigint,
  state text not null default 'starting',
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  ended_at timestamptz,
  aws_query_id text,
  scanned_bytes bigint not null default 0,
  scanned_records bigint not null default 0,
  matched_records bigint not null default 0,
  retry_at timestamptz,
  constraint log_queries_pk primary key (customer_id, id),
  constraint log_query_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint log_query_groups check (
    cardinality(log_groups) between 1 and 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]+$'
  ),
  constraint log_query_range check (range_from <= range_to),
  constraint log_query_text check (char_length(query_text) between 1 and 10000),
  constraint log_query_sha256 check (query_sha256 ~ '^[0-9a-f]{64}$'),
  constraint log_query_state check (
    state in ('starting', 'running', 'complete', 'failed', 'timeout', 'canceled', 'rejected', 'orphan-stopped', 'not-stopped')
  ),
  constraint log_query_ended check ((ended_at is null) = (state in ('starting', 'running'))),
  constraint log_query_aws_id check (aws_query_id ~ '^[A-Za-z0-9-]+$' and char_length(aws_query_id) <= 256),
  constraint log_query_has_aws_id check (aws_query_id is not null or state in ('starting', 'rejected', 'not-stopped')),
  constraint log_query_counts check (
    scanned_bytes >= 0 and scanned_records >= 0 and matched_records >= 0 and coalesce(expected_bytes, 0) >= 0
  ),
  constraint log_query_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id),
  constraint log_query_of_member foreign key (customer_id, user_id)
    references memberships (customer_id, user_id) on delete set null (user_id)
);
create index log_queries_of_person on log_queries (customer_id, user_id, started_at);
create index log_queries_of_connection on log_queries (customer_id, connection_id, region, ended_at);
create index log_queries_open on log_queries (heartbeat_at) where ended_at is null;
create index log_queries_ended on log_queries (ended_at);

-- What queries scanned and how long live tails ran, by person, connection, Region and day in UTC. Kept for 13 months. A person
-- who left before their query ended is the ID of zeros.
create table log_usage_daily (
  customer_id uuid not null,
  day date not null,
  connection_id uuid not null,
  region text not null,
  user_id uuid not null,
  kind text not null,
  uses int not null,
  scanned_bytes bigint not null,
  seconds bigint not null,
  constraint log_usage_daily_pk primary key (customer_id, day, connection_id, region, user_id, kind),
  constraint log_usage_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint log_usage_kind check (kind in ('query', 'tail')),
  constraint log_usage_counts check (uses > 0 and scanned_bytes >= 0 and seconds >= 0),
  constraint log_usage_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);
create index log_usage_daily_day on log_usage_daily (day);

-- The bytes above which a query of a connection must be confirmed. An owner sets them; without a row no query needs it.
create table query_thresholds (
  customer_id uuid not null,
  connection_id uuid not null,
  bytes bigint not null,
  constraint query_thresholds_pk primary key (customer_id, connection_id),
  constraint query_threshold_bytes check (bytes > 0),
  constraint query_threshold_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id)
);

-- Queries that a person saved for themselves, or shared with everybody of the customer. A shared one stays when its author leaves.
create table saved_queries (
  customer_id uuid not null,
  id uuid not null default new_id(),
  user_id uuid,
  shared boolean not null,
  folder text not null default '',
  name text not null,
  query_text text not null,
  connection_id uuid,
  region text,
  log_groups text[] not null default '{}',
  created_at timestamptz not null default now(),
  constraint saved_queries_pk primary key (customer_id, id),
  constraint saved_query_folder check (char_length(folder) <= 80 and folder !~ '[[:cntrl:]]'),
  constraint saved_query_name check (char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'),
  constraint saved_query_text check (char_length(query_text) between 1 and 10000),
  constraint saved_query_region check (region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'),
  constraint saved_query_groups check (
    cardinality(log_groups) <= 50 and array_to_string(log_groups, ' ', '*') ~ '^[A-Za-z0-9_./# -]*$'
  ),
  constraint saved_query_of_connection foreign key (customer_id, connection_id) references connections (customer_id, id),
  constraint saved_query_of_member foreign key (customer_id, user_id)
    references memberships (customer_id, user_id) on delete set null (user_id)
);
create unique index saved_query_named_once on saved_queries (customer_id, folder, name) where shared;
create unique index saved_own_query_named_once on saved_queries (customer_id, user_id, folder, name) where not shared;
