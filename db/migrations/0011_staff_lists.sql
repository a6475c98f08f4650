-- What the lists and the overview of staff read: by what customers are sorted, counts of the last minute, and indexes for filters and
-- searches. A page never counts all rows.
-- kind: expand

-- By what the list of customers is sorted and filtered. A trigger writes the row when a customer is added, renamed or suspended, and the
-- worker updates it every minute. `worst` is the most urgent status: 0 quarantined, 1 access denied, 2 verification expired, 3 verifying,
-- 4 connected, 5 disabled, 6 draft, 7 no connection, 8 suspended.
create table customer_summaries (
  customer_id uuid primary key,
  sort_name text collate "C" not null,
  worst smallint not null,
  oldest_verified_at timestamptz,
  constraint customer_summary_worst check (worst between 0 and 8),
  constraint customer_summary_of_customer foreign key (customer_id) references customers (id)
);
create index customer_summaries_worst on customer_summaries (worst, sort_name, customer_id);
create index customer_summaries_name on customer_summaries (sort_name, customer_id);
create index customer_summaries_verified on customer_summaries (coalesce(oldest_verified_at, '-infinity'::timestamptz), customer_id);

-- Connections of the last minute by everything that staff filter by. `status` is the status as displayed: `disabled` while the customer is
-- suspended, `expired` when the last verification is older than 24 hours. `template_version` is 0 and `weakness` empty if there is none.
-- `age_hours` as in connections_daily, in steps of 2 hours up to 24.
create table connection_counts (
  status text not null,
  log_access text not null,
  template_version int not null,
  weakness text not null,
  age_hours smallint not null,
  connections int not null,
  counted_at timestamptz not null,
  constraint connection_counts_pk primary key (status, log_access, template_version, weakness, age_hours),
  constraint connection_counts_age check (age_hours in (-1, 0, 2, 4, 6, 8, 10, 12, 14, 24)),
  constraint connection_counts_positive check (connections > 0)
);

-- Customers of the last minute by their most urgent status, as in customer_summaries.
create table customer_counts (
  worst smallint primary key,
  customers int not null,
  counted_at timestamptz not null,
  constraint customer_counts_positive check (customers > 0)
);

-- The newest checkpoint of each audit chain: the worker wrote its line to the log, and to AUDIT_CHECKPOINT_URL if there is one. It says when
-- that was, nothing more: what a chain is compared with are the lines themselves, which are kept elsewhere.
create table audit_checkpoints (
  chain text primary key,
  seq bigint not null,
  made_at timestamptz not null,
  constraint audit_checkpoint_seq check (seq > 0)
);

create index if not exists memberships_of_user on memberships (user_id);
create index if not exists customers_suspended on customers (id) where suspended_at is not null;
create index if not exists connections_by_status on connections (status, coalesce(verified_at, '-infinity'::timestamptz), id);
create index if not exists connections_by_verification on connections (coalesce(verified_at, '-infinity'::timestamptz), id);
create index if not exists connections_by_name on connections (lower(name) collate "C", id);
create index if not exists connections_by_template on connections (offered_template_version) where offered_template_version is not null;
create index if not exists connections_of_region on connections using gin (regions);
create index if not exists connections_by_id on connections (id);
create index if not exists connections_by_role on connections (role_id) where role_id is not null;
create index if not exists runs_by_id on verification_runs (id);
create index if not exists probes_of_request on verification_probes using hash (request_id) where request_id is not null;
create index if not exists audit_of_event on audit_events (event, at desc);
create index if not exists audit_of_actor on audit_events (actor, at desc);
create index if not exists audit_of_connection on audit_events ((attributes ->> 'connection'), at desc) where attributes ? 'connection';
